#!/bin/sh
# xlsxreader 1.2.8 (github.com/thedatashed/xlsxreader, Go) gives the pronunciation of a text for the text: the guest 山田太郎 is read as タロウ, his second name in phonetic script, and the heads of the columns go the same way. Excel keeps
# beside each text that is typed in Japanese how it was typed, with nobody asking for it, and does not show it: ECMA-376, 18.4.6, a phonetic run "represents a run of text which displays a phonetic hint for this String Item". The reader
# walks through the elements of a string item, goes into those that it does not know (rPh), and each <t> that it meets takes the place of the one before. Other readers are known to have appended such hints (ExcelDataReader
# 12, closed); here the name itself is gone, and 伊藤 薫 and 伊東 香, two guests, are one カオル. A text in several fonts keeps its name, and so do texts that were not typed in Japanese, so a test in English sees nothing. openpyxl
# 3.1.5 has the texts that Excel shows. There is no error, neither of the row nor of the file; readme and tracker have nothing of it. A list of guests from Japan is read without their family names.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet openpyxl==3.1.5 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > file.py <<'PY'
import zipfile
import openpyxl

MAIN, OFFICE, PACKAGE = (f"http://schemas.openxmlformats.org/{name}" for name in ["spreadsheetml/2006/main", "officeDocument/2006/relationships", "package/2006/"])
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml."
strings = ["<t>名前</t><rPh sb='0' eb='2'><t>ナマエ</t></rPh>", "<t>山田太郎</t><rPh sb='0' eb='2'><t>ヤマダ</t></rPh><rPh sb='2' eb='4'><t>タロウ</t></rPh>", "<t>伊藤 薫</t><rPh sb='0' eb='2'><t>イトウ</t></rPh><rPh sb='3' eb='4'><t>カオル</t></rPh>",
    "<t>伊東 香</t><rPh sb='0' eb='2'><t>イトウ</t></rPh><rPh sb='3' eb='4'><t>カオル</t></rPh>", "<r><t>佐藤</t></r><r><rPr><b/></rPr><t>花子</t></r><rPh sb='0' eb='2'><t>サトウ</t></rPh>", "<t>Anna Berg</t>"]
with zipfile.ZipFile("guests.xlsx", "w") as file:
    def write(name, text):
        file.writestr(name, "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>" + text)
    def relations(name, *entries):
        write(name, f"<Relationships xmlns='{PACKAGE}relationships'>" + "".join(f"<Relationship Id='rId{n}' Type='{OFFICE}/{kind}' Target='{target}'/>" for n, (kind, target) in enumerate(entries, 1)) + "</Relationships>")
    write("[Content_Types].xml", f"<Types xmlns='{PACKAGE}content-types'><Default Extension='rels' ContentType='application/vnd.openxmlformats-package.relationships+xml'/><Default Extension='xml' ContentType='application/xml'/>"
        + "".join(f"<Override PartName='/xl/{name}.xml' ContentType='{KIND}{kind}+xml'/>" for name, kind in [("workbook", "sheet.main"), ("worksheets/sheet1", "worksheet"), ("styles", "styles"), ("sharedStrings", "sharedStrings")]) + "</Types>")
    relations("_rels/.rels", ("officeDocument", "xl/workbook.xml"))
    relations("xl/_rels/workbook.xml.rels", ("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml"))
    write("xl/workbook.xml", f"<workbook xmlns='{MAIN}' xmlns:r='{OFFICE}'><sheets><sheet name='Guests' sheetId='1' r:id='rId1'/></sheets></workbook>")
    write("xl/styles.xml", f"<styleSheet xmlns='{MAIN}'><fonts count='1'><font/></fonts><fills count='1'><fill><patternFill patternType='none'/></fill></fills><borders count='1'><border/></borders><cellStyleXfs count='1'><xf/></cellStyleXfs><cellXfs count='1'><xf/></cellXfs></styleSheet>")
    write("xl/sharedStrings.xml", f"<sst xmlns='{MAIN}'>" + "".join(f"<si>{text}</si>" for text in strings) + "</sst>")
    rows = "".join(f"<row r='{n + 1}'><c r='A{n + 1}' t='s'><v>{n}</v></c></row>" for n in range(len(strings)))
    write("xl/worksheets/sheet1.xml", f"<worksheet xmlns='{MAIN}'><sheetData>{rows}</sheetData></worksheet>")
for row in openpyxl.load_workbook("guests.xlsx").active.iter_rows(values_only=True):
    print("openpyxl:", row[0])
PY
cat > go.mod <<'MOD'
module example.org/lab

go 1.24

require (
	github.com/thedatashed/xlsxreader v1.2.8
)
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"

	"github.com/thedatashed/xlsxreader"
)

func main() {
	file, err := xlsxreader.OpenFile("guests.xlsx")
	if err != nil {
		panic(err)
	}
	defer file.Close()
	for row := range file.ReadRows("Guests") {
		if row.Error != nil {
			panic(row.Error)
		}
		fmt.Println("xlsxreader:", row.Cells[0].Value)
	}
}
GO
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC PYTHONIOENCODING=utf-8 env/bin/python file.py > seen
TZ=UTC ./lab >> seen
cat seen
diff - seen <<'SEEN'
openpyxl: 名前
openpyxl: 山田太郎
openpyxl: 伊藤 薫
openpyxl: 伊東 香
openpyxl: 佐藤花子
openpyxl: Anna Berg
xlsxreader: ナマエ
xlsxreader: タロウ
xlsxreader: カオル
xlsxreader: カオル
xlsxreader: 佐藤花子
xlsxreader: Anna Berg
SEEN
