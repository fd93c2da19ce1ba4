#!/bin/sh
# hucre 1.0.0, which reads and writes spreadsheets, loses rows of an OpenDocument file that stand in a group: of guests whom the host folded together, table by table ("Group" in an office
# program), none is there, and if the top row repeats on each printed page ("Rows to Repeat") it is gone: readOdsObjects takes the first guest for the names of the columns, so Anna is lost and
# everyone else answers under "Anna". OpenDocument 1.3, part 3, table:table: the rows of a table may stand in table:table-header-rows, table:table-rows and table:table-row-group,
# one within another, which is how office programs write both. readOds looks for rows directly below the table alone. The library's own streamOdsRows reads every row of the same file, as does
# python-calamine 0.9.1, and a list without groups shows nothing of it. Its readme lists what it does not carry of such files (borders, widths, pictures), and says
# that reading and writing such a file is lossless; what is saved after it has those rows no more. No error is raised. Ask streamOdsRows, and count.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet python-calamine==0.9.1 >> install.log 2>&1 || { cat install.log; exit 2; }
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error hucre@1.0.0 > install.log 2>&1 || { cat install.log; exit 2; }
cat > write.py <<'PY'
from zipfile import ZipFile

kind = "application/vnd.oasis.opendocument.spreadsheet"
names = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ["office", "table", "text"]}

def row(*texts):
    cells = "".join(f'<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>' for text in texts)
    return f"<table:table-row>{cells}</table:table-row>"

def within(element, *rows):
    return f"<table:{element}>{''.join(rows)}</table:{element}>"

head, anna, bert, carla = row("Name", "Table"), row("Anna", "3"), row("Bert", "4"), row("Carla", "4")
lists = {
    "plain": [head, anna, bert, carla],
    "top row repeats": [within("table-header-rows", head), anna, bert, carla],
    "table 4 folded": [head, anna, within("table-row-group", bert, carla)],
    "rows as a body": [within("table-header-rows", head), within("table-rows", anna, bert, carla)],
}
for name, rows in lists.items():
    with ZipFile(name + ".ods", "w") as file:
        file.writestr("mimetype", kind)
        entry = '<manifest:file-entry manifest:full-path="{}" manifest:media-type="{}"/>'
        file.writestr("META-INF/manifest.xml", '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
                      + entry.format("/", kind) + entry.format("content.xml", "text/xml") + "</manifest:manifest>")
        file.writestr("content.xml", "<office:document-content " + " ".join(f'xmlns:{name}="{urn}"' for name, urn in names.items()) + ' office:version="1.3">'
                      + '<office:body><office:spreadsheet><table:table table:name="Guests"><table:table-column table:number-columns-repeated="2"/>'
                      + "".join(rows) + "</table:table></office:spreadsheet></office:body></office:document-content>")
PY
env/bin/python write.py
cat > read.mjs <<'JS'
import { readFileSync } from "node:fs";
import { readOds, readOdsObjects, streamOdsRows } from "hucre/ods";

const shown = (rows) => rows.map((row) => row.join(" ")).join(", ") || "nothing";
for (const name of ["plain", "top row repeats", "table 4 folded", "rows as a body"]) {
  const file = readFileSync(`${name}.ods`);
  const streamed = [];
  for await (const row of streamOdsRows(file)) streamed.push(row.values);
  console.log(name);
  console.log("  readOds:       ", shown((await readOds(file)).sheets[0].rows));
  console.log("  readOdsObjects:", JSON.stringify((await readOdsObjects(file)).data));
  console.log("  streamOdsRows: ", shown(streamed));
}
JS
cat > read.py <<'PY'
from python_calamine import CalamineWorkbook

for name in ["plain", "top row repeats", "table 4 folded", "rows as a body"]:
    rows = CalamineWorkbook.from_path(name + ".ods").get_sheet_by_index(0).to_python()
    print(f"calamine, {name}:", ", ".join(" ".join(row) for row in rows))
PY
TZ=UTC node read.mjs > seen
env/bin/python read.py >> seen
cat seen
diff - seen <<'SEEN'
plain
  readOds:        Name Table, Anna 3, Bert 4, Carla 4
  readOdsObjects: [{"Name":"Anna","Table":"3"},{"Name":"Bert","Table":"4"},{"Name":"Carla","Table":"4"}]
  streamOdsRows:  Name Table, Anna 3, Bert 4, Carla 4
top row repeats
  readOds:        Anna 3, Bert 4, Carla 4
  readOdsObjects: [{"3":"4","Anna":"Bert"},{"3":"4","Anna":"Carla"}]
  streamOdsRows:  Name Table, Anna 3, Bert 4, Carla 4
table 4 folded
  readOds:        Name Table, Anna 3
  readOdsObjects: [{"Name":"Anna","Table":"3"}]
  streamOdsRows:  Name Table, Anna 3, Bert 4, Carla 4
rows as a body
  readOds:        nothing
  readOdsObjects: []
  streamOdsRows:  Name Table, Anna 3, Bert 4, Carla 4
calamine, plain: Name Table, Anna 3, Bert 4, Carla 4
calamine, top row repeats: Name Table, Anna 3, Bert 4, Carla 4
calamine, table 4 folded: Name Table, Anna 3, Bert 4, Carla 4
calamine, rows as a body: Name Table, Anna 3, Bert 4, Carla 4
SEEN
