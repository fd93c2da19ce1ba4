#!/bin/sh
# pandas 3.1.1 (with odfpy 1.4.1) reads truth values and times of an OpenDocument spreadsheet from the text that a cell shows, not from its value. A true that a German office
# program shows as WAHR is False, with no error: who ticked "comes" in a guest list does not come. A speech of `05:30` (5 min 30 s) is half past five, and times shown as
# "19:30 Uhr", "19.30" or "90 min", or hours that add up to 30:15, raise an error that names no cell: the whole list is unread. OpenDocument 1.3, part 3: office:boolean-value
# and office:time-value are the values of such cells; the paragraphs in them are how they are shown, by the format and the language of whoever made the file. Dates, numbers
# and percentages it takes from their values. python-calamine 0.9.1 reads all from the values: engine="calamine".
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet pandas==3.1.1 odfpy==1.4.1 python-calamine==0.9.1 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > try.py <<'PY'
from odf.opendocument import OpenDocumentSpreadsheet
from odf.table import Table, TableCell, TableRow
from odf.text import P
import pandas

def read(engine):
    try:
        return pandas.read_excel("program.ods", engine=engine, header=None).iloc[0, 0]
    except ValueError as error:
        return f"{type(error).__name__}: {error}"

for value, shown in [("true", "TRUE"), ("true", "WAHR"), ("true", "Yes"), ("PT19H30M00S", "19:30"), ("PT00H05M30S", "05:30"), ("PT19H30M00S", "19:30 Uhr"), ("PT19H30M00S", "19.30"), ("PT01H30M00S", "90 min"), ("PT30H15M00S", "30:15")]:
    kind = {"valuetype": "boolean", "booleanvalue": value} if value == "true" else {"valuetype": "time", "timevalue": value}
    book, table, row, cell = OpenDocumentSpreadsheet(), Table(name="Program"), TableRow(), TableCell(**kind)
    cell.addElement(P(text=shown))
    row.addElement(cell)
    table.addElement(row)
    book.spreadsheet.addElement(table)
    book.save("program.ods")
    print(f"{value} shown as {shown} | odf: {read('odf')} | calamine: {read('calamine')}")
PY
TZ=UTC env/bin/python try.py > seen
cat seen
diff - seen <<'SEEN'
true shown as TRUE | odf: True | calamine: True
true shown as WAHR | odf: False | calamine: True
true shown as Yes | odf: False | calamine: True
PT19H30M00S shown as 19:30 | odf: 19:30:00 | calamine: 19:30:00
PT00H05M30S shown as 05:30 | odf: 05:30:00 | calamine: 00:05:30
PT19H30M00S shown as 19:30 Uhr | odf: DateParseError: Unknown datetime string format, unable to parse: 19:30 Uhr | calamine: 19:30:00
PT19H30M00S shown as 19.30 | odf: ValueError: Given date string "19.30" not likely a datetime | calamine: 19:30:00
PT01H30M00S shown as 90 min | odf: DateParseError: Unknown datetime string format, unable to parse: 90 min | calamine: 01:30:00
PT30H15M00S shown as 30:15 | odf: DateParseError: hour must be in 0..23: 30:15 | calamine: PT30H15M00S
SEEN
