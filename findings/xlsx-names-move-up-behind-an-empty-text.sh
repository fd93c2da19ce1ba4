#!/bin/sh
# xlsx 0.18.5 moves texts to other cells: where a workbook's table of texts has an empty entry (`<si/>`), it loses the text behind it and reads each later one in the cell of the one
# before, without an error. Of three guests behind such an entry the first is gone, and the others sit at the tables of those before them. ECMA-376, 18.4.8: `si` is one entry of the
# table, and all its parts may be missing; 18.18.11: a cell of type `s` names its text by the number of the entry. xlsx-populate 1.21.0 writes such an entry for a rich text with
# nothing in it (and raises an error when it reads that file again). exceljs 4.4.0 keeps the order, but hands out an object for the empty text and saves it as a guest called
# "[object Object]". read-excel-file 9.3.17 has nothing in that cell and each name in its own. Excel's own form, `<si><t/></si>`, is read right by these three.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error xlsx@0.18.5 xlsx-populate@1.21.0 exceljs@4.4.0 read-excel-file@9.3.17 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import exceljs from "exceljs";
import populate from "xlsx-populate";
import readExcelFile from "read-excel-file/node";
import xlsx from "xlsx";

async function write(file, nobody) {
  const workbook = await populate.fromBlankAsync();
  workbook.sheet(0).cell("A1").value(["Anna", "Bert", nobody, "Cleo", "Dora", "Emil"].map((name, index) => [name, index + 1]));
  await workbook.toFileAsync(file);
}
async function withExceljs(file) {
  const workbook = new exceljs.Workbook();
  await workbook.xlsx.readFile(file);
  return workbook;
}
const say = (reader, rows) => console.log(`  ${reader}:`, rows.map(([name, table]) => `${table} ${name || "-"}`).join(", "));

await write("text.xlsx", ""); // <si><t/></si>
await write("rich.xlsx", new populate.RichText()); // <si/>
for (const file of ["text.xlsx", "rich.xlsx"]) {
  console.log(file);
  say("xlsx", xlsx.utils.sheet_to_json(xlsx.readFile(file).Sheets.Sheet1, { header: 1 }));
  say("read-excel-file", (await readExcelFile(file))[0].data);
  await (await withExceljs(file)).xlsx.writeFile("saved.xlsx");
  const saved = [];
  (await withExceljs("saved.xlsx")).worksheets[0].eachRow((row) => saved.push(row.values.slice(1)));
  say("exceljs, saved and read again", saved);
}
await populate.fromFileAsync("rich.xlsx").catch((error) => console.log("xlsx-populate:", error.name));
JS
node try.mjs > seen
cat seen
diff - seen <<'SEEN'
text.xlsx
  xlsx: 1 Anna, 2 Bert, 3 -, 4 Cleo, 5 Dora, 6 Emil
  read-excel-file: 1 Anna, 2 Bert, 3 -, 4 Cleo, 5 Dora, 6 Emil
  exceljs, saved and read again: 1 Anna, 2 Bert, 3 -, 4 Cleo, 5 Dora, 6 Emil
rich.xlsx
  xlsx: 1 Anna, 2 Bert, 3 -, 4 Dora, 5 Emil, 6 -
  read-excel-file: 1 Anna, 2 Bert, 3 -, 4 Cleo, 5 Dora, 6 Emil
  exceljs, saved and read again: 1 Anna, 2 Bert, 3 [object Object], 4 Cleo, 5 Dora, 6 Emil
xlsx-populate: TypeError
SEEN
