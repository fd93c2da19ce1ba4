#!/bin/sh
# vcf 2.1.2 writes texts as they are: a line end in a note is dropped, so two words become one, and backslashes and commas are not escaped.
# RFC 6350, 3.4: a line end must be written `\n`, a backslash `\\`. What it reads, it leaves escaped as well, in jCard too, where RFC 7095 has none.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error vcf@2.1.2 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import VCard from "vcf";

const card = new VCard();
card.set("fn", "Anna Berg");
card.set("note", "Eats no fish\nNo nuts");
console.log(/^NOTE.*$/m.exec(card.toString("4.0"))[0].trim());
const read = new VCard().parse(["BEGIN:VCARD", "VERSION:4.0", "FN:Anna Berg", "NOTE:Eats no fish\\nNo nuts\\, please", "END:VCARD", ""].join("\r\n"));
console.log(JSON.stringify(read.toJCard()[1].find(([name]) => name === "note")));
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
NOTE:Eats no fishNo nuts
["note",{},"text","Eats no fish\\nNo nuts\\, please"]
SEEN
