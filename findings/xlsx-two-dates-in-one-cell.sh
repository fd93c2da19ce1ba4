#!/bin/sh
# xlsx 0.18.5 says two dates of one cell when a workbook counts from 1904 (as those begun in Excel for Mac long ago do): its text is right, its value is 4 years and a day
# earlier, also with `cellDates`. ECMA-376, 18.17.4.1: with date1904 the count begins on 1 January 1904.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error xlsx@0.18.5 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import XLSX from "xlsx";

const sheet = { "!ref": "A1", A1: { t: "n", v: 43830, z: "yyyy-mm-dd" } };
const book = { SheetNames: ["Guests"], Sheets: { Guests: sheet }, Workbook: { WBProps: { date1904: true } } };
const read = XLSX.read(XLSX.write(book, { type: "buffer" }), { cellDates: true });
const { w, v } = read.Sheets.Guests.A1;
console.log("counts from 1904:", read.Workbook.WBProps.date1904, "text", w, "value", v.toISOString().slice(0, 10));
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
counts from 1904: true text 2024-01-01 value 2019-12-31
SEEN
