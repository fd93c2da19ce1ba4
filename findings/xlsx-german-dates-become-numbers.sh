#!/bin/sh
# xlsx 0.18.5 has no text for dates with full stops (`dd.mm.yyyy`): the cell's text is missing, and in CSV and JSON of texts the date is a number of days, 46000.
# ECMA-376, 18.8.31: such a format is the day, the month and the year, and what stands between them. Its formatter takes the full stop for the decimal one and raises
# an error, which reading swallows. exceljs 4.4.0 writes such formats as they are given. With slashes, hyphens or an escaped full stop the date is text.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error xlsx@0.18.5 exceljs@4.4.0 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import ExcelJS from "exceljs";
import XLSX from "xlsx";

for (const format of ["dd.mm.yyyy", "d. mmmm yyyy", "dd\\.mm\\.yyyy", "dd/mm/yyyy"]) {
  const book = new ExcelJS.Workbook();
  const cell = book.addWorksheet("Guests").getCell("A1");
  cell.value = 46000;
  cell.numFmt = format;
  const sheet = XLSX.read(Buffer.from(await book.xlsx.writeBuffer())).Sheets.Guests;
  console.log(format, "| text", sheet.A1.w, "| CSV", XLSX.utils.sheet_to_csv(sheet), "| JSON", JSON.stringify(XLSX.utils.sheet_to_json(sheet, { header: 1, raw: false })));
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
dd.mm.yyyy | text undefined | CSV 46000 | JSON [["46000"]]
d. mmmm yyyy | text undefined | CSV 46000 | JSON [["46000"]]
dd\.mm\.yyyy | text 09.12.2025 | CSV 09.12.2025 | JSON [["09.12.2025"]]
dd/mm/yyyy | text 09/12/2025 | CSV 09/12/2025 | JSON [["09/12/2025"]]
SEEN
