#!/bin/sh
# chrono-node 2.10.3 takes the day and month of a German date for a time: "Freitag, 4.12., 19 Uhr" begins at 04:12, and the 19 Uhr becomes a second appointment,
# today. Dates without a year are written so in German (4.12. is 4 December); a time with a full stop needs "Uhr". The 24.12., which is no time, is not read at all.
# With the year, the same dates are read.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error chrono-node@2.10.3 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import * as chrono from "chrono-node";

const today = new Date("2026-11-28T12:00:00Z");
for (const text of ["Freitag, 4.12., 19 Uhr", "Freitag, 4.12.2026, 19 Uhr", "Donnerstag, 24.12., 19 Uhr", "am 5.1.", "am 24.12."]) {
  const found = chrono.de.parse(text, today, { forwardDate: true }).map((one) => `${JSON.stringify(one.text)} ${one.start.date().toISOString().slice(0, 16)}`);
  console.log(text, "|", found.join(" | ") || "nothing");
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
Freitag, 4.12., 19 Uhr | "Freitag, 4.12" 2026-12-04T04:12 | "19 Uhr" 2026-11-28T19:00
Freitag, 4.12.2026, 19 Uhr | "Freitag, 4.12.2026, 19 Uhr" 2026-12-04T19:00
Donnerstag, 24.12., 19 Uhr | "19 Uhr" 2026-11-28T19:00
am 5.1. | nothing
am 24.12. | nothing
SEEN
