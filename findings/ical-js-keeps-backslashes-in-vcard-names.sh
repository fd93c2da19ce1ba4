#!/bin/sh
# ical.js 2.2.1 leaves the backslash of an escaped semicolon in the texts of vCards, names (FN) and notes among them, though it takes that of a comma away.
# RFC 6350, 3.4 (and 2426, 5): a semicolon in a text may be written `\;`, as many address books do. In N and ORG the same escape is read right.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error ical.js@2.2.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import ICAL from "ical.js";

for (const version of ["3.0", "4.0"]) {
  const lines = ["BEGIN:VCARD", `VERSION:${version}`, "N:Berg\\; Ltd\\, Ulm;;;;", "FN:Berg\\; Ltd\\, Ulm", "END:VCARD", ""];
  const card = new ICAL.Component(ICAL.parse(lines.join("\r\n")));
  console.log(version, "N", JSON.stringify(card.getFirstPropertyValue("n")[0]), "FN", JSON.stringify(card.getFirstPropertyValue("fn")));
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
3.0 N "Berg; Ltd, Ulm" FN "Berg\\; Ltd, Ulm"
4.0 N "Berg; Ltd, Ulm" FN "Berg\\; Ltd, Ulm"
SEEN
