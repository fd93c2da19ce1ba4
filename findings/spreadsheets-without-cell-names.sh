#!/bin/sh
# Rows and cells of a spreadsheet need not say where they stand: `r` is optional for both (ECMA-376, 18.3.1.73 and 18.3.1.4), they follow one another then.
# exceljs 4.4.0 and read-excel-file 9.3.17 each stop at such a file with an error that names no cause; xlsx 0.18.5 reads it.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error exceljs@4.4.0 read-excel-file@9.3.17 xlsx@0.18.5 fflate@0.8.3 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { writeFileSync } from "node:fs";
import ExcelJS from "exceljs";
import XLSX from "xlsx";
import { strFromU8, strToU8, unzipSync, zipSync } from "fflate";
import { readSheet } from "read-excel-file/node";

const plain = new ExcelJS.Workbook();
plain.addWorksheet("Guests").addRows([["Anna", 2], ["Tom", 1]]);
const files = unzipSync(new Uint8Array(await plain.xlsx.writeBuffer()));
const sheet = strFromU8(files["xl/worksheets/sheet1.xml"]).replace(/<row [^>]*>/g, "<row>").replace(/<c r="\w+"/g, "<c");
const bytes = Buffer.from(zipSync({ ...files, "xl/worksheets/sheet1.xml": strToU8(sheet) }));
writeFileSync("rows.xlsx", bytes);
const said = (name, reading) => reading.then((rows) => console.log(name, JSON.stringify(rows)), (error) => console.log(name, error.name, error.message));
await said("exceljs", new ExcelJS.Workbook().xlsx.load(bytes).then((book) => book.worksheets[0].getSheetValues()));
await said("read-excel-file", readSheet("rows.xlsx"));
await said("xlsx", Promise.resolve(XLSX.utils.sheet_to_json(XLSX.read(bytes).Sheets.Guests, { header: 1 })));
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
exceljs Error Invalid row number in model
read-excel-file TypeError Cannot read properties of undefined (reading 'length')
xlsx [["Anna",2],["Tom",1]]
SEEN
