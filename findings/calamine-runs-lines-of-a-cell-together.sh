#!/bin/sh
# python-calamine 0.9.1 drops a line break and a tab inside a paragraph of an OpenDocument cell, and nothing takes their place: "Anna" and "Bert" on two lines of a cell are one guest, AnnaBert, tables 1 and 2
# are table 12, and two telephone numbers one. polars 2.1.0 (read_excel, by fastexcel 0.21.0), which reads by the same Rust crate, does so too. OpenDocument 1.3, part 3, text:line-break and text:tab: the one stands for
# a line break, the other for a tab; text:s beside them, for spaces, is read. Two paragraphs in one cell, as office programs write lines, have a line break between them, which hides it: but ezodf
# 0.3.2 writes a line end in a cell as text:line-break, and so does odfpy 1.4.1 by its own function for such texts (teletype.addTextToElement). Both read their own files back right, and no
# error is raised. Nothing in its readme tells of it. Ask ezodf for the text of cells with several lines.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet python-calamine==0.9.1 polars==2.1.0 fastexcel==0.21.0 ezodf==0.3.2 lxml==6.1.3 odfpy==1.4.1 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > try.py <<'PY'
import ezodf
import polars
from odf import teletype
from odf.opendocument import OpenDocumentSpreadsheet, load
from odf.table import Table, TableCell, TableRow
from odf.text import P
from python_calamine import CalamineWorkbook

texts = ["Cell", "Anna\nBert", "1\n2", "1\t2", "Anna   Berg"]

book = ezodf.newdoc(doctype="ods", filename="ezodf.ods")
book.sheets += ezodf.Sheet("Guests", size=(len(texts), 1))
for n, text in enumerate(texts):
    book.sheets[0][n, 0].set_value(text)
book.save()

book = OpenDocumentSpreadsheet()
table = Table(name="Guests")
book.spreadsheet.addElement(table)
for text in texts:
    row, cell, paragraph = TableRow(), TableCell(valuetype="string"), P()
    teletype.addTextToElement(paragraph, text)
    cell.addElement(paragraph)
    row.addElement(cell)
    table.addElement(row)
book.save("odfpy.ods")

print("ezodf, itself:  ", [row[0].value for row in ezodf.opendoc("ezodf.ods").sheets[0].rows()])
print("odfpy, itself:  ", [teletype.extractText(cell) for cell in load("odfpy.ods").getElementsByType(TableCell)])
for name in ["ezodf", "odfpy"]:
    print(name + ", calamine:", [row[0] for row in CalamineWorkbook.from_path(name + ".ods").get_sheet_by_index(0).to_python()])
    print(name + ", polars:  ", polars.read_excel(name + ".ods", has_header=False).to_series().to_list())
PY
TZ=UTC env/bin/python try.py > seen
cat seen
diff - seen <<'SEEN'
ezodf, itself:   ['Cell', 'Anna\nBert', '1\n2', '1\t2', 'Anna   Berg']
odfpy, itself:   ['Cell', 'Anna\nBert', '1\n2', '1\t2', 'Anna   Berg']
ezodf, calamine: ['Cell', 'AnnaBert', '12', '12', 'Anna   Berg']
ezodf, polars:   ['Cell', 'AnnaBert', '12', '12', 'Anna   Berg']
odfpy, calamine: ['Cell', 'AnnaBert', '12', '12', 'Anna   Berg']
odfpy, polars:   ['Cell', 'AnnaBert', '12', '12', 'Anna   Berg']
SEEN
