#!/bin/sh
# pyexcel-ods 0.6.0 reads rows of an OpenDocument spreadsheet that are alike and stand one below the other as one row: of three companions without a name, two are gone. pyexcel-ods3 0.6.1
# does so from 32 such rows on: of 40 seats that are still free, one is left. OpenDocument 1.3, part 3, table:number-rows-repeated: it says for how many rows the element stands, and adjoining
# rows of one content and style may be one element; office programs write them so. Cells that are alike and stand side by side are all there. Chairs and meals are ordered for too few, without
# an error, and a list in which no two rows are alike shows nothing of it. python-calamine 0.9.1 and pandas 3.1.1 (with odfpy 1.4.1, which writes the file here) read every row.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
install() {
  python3 -m venv "$1" > install.log 2>&1 && shift && "$@" >> install.log 2>&1 || { cat install.log; exit 2; }
}
install ods ods/bin/pip install --quiet pyexcel-ods==0.6.0 pyexcel-io==0.6.8 odfpy==1.4.1
install ods3 ods3/bin/pip install --quiet pyexcel-ods3==0.6.1 pyexcel-io==0.6.8
install others others/bin/pip install --quiet odfpy==1.4.1 python-calamine==0.9.1 pandas==3.1.1
cat > write.py <<'PY'
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P

book = OpenDocumentSpreadsheet()
sheet = Table(name="Guests")
for times, name in [(1, "Anna Berg"), (3, "Companion"), (1, "Bert Stein"), (40, "Free seat")]:
    cell = TableCell(valuetype="string", numbercolumnsrepeated=2)
    cell.addElement(P(text=name))
    row = TableRow(numberrowsrepeated=times)
    row.addElement(cell)
    sheet.addElement(row)
book.spreadsheet.addElement(sheet)
book.save("guests.ods")
PY
cat > read.py <<'PY'
import sys
from collections import Counter
from importlib import import_module

reader = sys.argv[1]
if reader == "pandas":
    rows = import_module("pandas").read_excel("guests.ods", engine="odf", header=None).values.tolist()
elif reader == "python_calamine":
    rows = import_module("python_calamine").CalamineWorkbook.from_path("guests.ods").get_sheet_by_name("Guests").to_python()
else:
    rows = import_module(reader).get_data("guests.ods")["Guests"]
print(f"{reader}:", ", ".join(f"{count} {' / '.join(row)}" for row, count in Counter(map(tuple, rows)).items()))
PY
others/bin/python write.py
{ ods/bin/python read.py pyexcel_ods; ods3/bin/python read.py pyexcel_ods3; others/bin/python read.py python_calamine; others/bin/python read.py pandas; } > seen
cat seen
diff - seen <<'SEEN'
pyexcel_ods: 1 Anna Berg / Anna Berg, 1 Companion / Companion, 1 Bert Stein / Bert Stein, 1 Free seat / Free seat
pyexcel_ods3: 1 Anna Berg / Anna Berg, 3 Companion / Companion, 1 Bert Stein / Bert Stein, 1 Free seat / Free seat
python_calamine: 1 Anna Berg / Anna Berg, 3 Companion / Companion, 1 Bert Stein / Bert Stein, 40 Free seat / Free seat
pandas: 1 Anna Berg / Anna Berg, 3 Companion / Companion, 1 Bert Stein / Bert Stein, 40 Free seat / Free seat
SEEN
