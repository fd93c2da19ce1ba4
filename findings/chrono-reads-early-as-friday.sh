#!/bin/sh
# chrono-node 2.10.3 finds a Friday in "früh" (early): it takes the letters before the umlaut for the short name of Freitag. "Morgen früh" (tomorrow morning) is
# then two appointments, and "Dienstag früh" a Tuesday and a Friday. Its words end where a letter outside of ASCII stands.
# With "vormittag" the same sentences have one.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error chrono-node@2.10.3 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import * as chrono from "chrono-node";

const saturday = new Date("2026-11-28T12:00:00Z");
for (const text of ["morgen früh", "Dienstag früh um 7 Uhr", "morgen vormittag"]) {
  const found = chrono.de.parse(text, saturday, { forwardDate: true }).map((one) => `${JSON.stringify(one.text)} ${one.start.date().toISOString().slice(0, 10)}`);
  console.log(text, "|", found.join(" | "));
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
morgen früh | "morgen" 2026-11-29 | "fr" 2026-12-04
Dienstag früh um 7 Uhr | "Dienstag" 2026-12-01 | "fr" 2026-12-04 | "um 7 Uhr" 2026-11-29
morgen vormittag | "morgen vormittag" 2026-11-29
SEEN
