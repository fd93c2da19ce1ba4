#!/bin/sh
# umya-spreadsheet 3.1.1, which reads and writes workbooks in Rust, keeps only the end of a text with formats that stands in its own cell (`t="inlineStr"`): of "Anna Berg" with Berg in bold it reads "Berg", of
# "Berg, Anna (not coming)" with the two words in red ")", and of "Anna Berg, +3" with the 3 in bold "3". ECMA-376, 18.3.1.53 and 18.4.4: `is` holds a text of runs, each with a `t` of its own, and the text is all of them. Its
# reader takes each `t` for the text of the cell, and each puts away the one before, so a workbook that is read, changed and saved has lost the rest for good. openpyxl 3.1.5 writes its texts with formats this way,
# and reads all of them. Its readme tells of
# no such limit, and no error is raised: two sisters are both "Berg" on the list, and a guest's badge has a bracket on it.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet openpyxl==3.1.5 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > write.py <<'PY'
from openpyxl import Workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

bold, red = InlineFont(b=True), InlineFont(color="FFFF0000")
book = Workbook()
for guest in ["Anna Berg", CellRichText("Anna ", TextBlock(bold, "Berg")), CellRichText("Bea ", TextBlock(bold, "Berg")),
              CellRichText("Berg, Anna (", TextBlock(red, "not coming"), ")"), CellRichText("Anna Berg, +", TextBlock(bold, "3"))]:
    book.active.append([guest])
book.save("guests.xlsx")
PY
TZ=UTC env/bin/python write.py
mkdir src
cat > Cargo.toml <<'TOML'
[package]
name = "lab"
version = "1.0.0"
edition = "2021"

[dependencies]
umya-spreadsheet = "=3.1.1"

[profile.dev]
debug = false
TOML
cat > src/main.rs <<'RUST'
use std::path::Path;

fn main() {
    let book = umya_spreadsheet::reader::xlsx::read(Path::new("guests.xlsx")).unwrap();
    umya_spreadsheet::writer::xlsx::write(&book, Path::new("saved.xlsx")).unwrap();
    let sheet = book.get_sheet(&0).unwrap();
    for row in 1..=5u32 {
        println!("umya-spreadsheet: {}", sheet.get_value((1, row)));
    }
}
RUST
cargo build --quiet > install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC target/debug/lab > seen
for file in guests saved; do TZ=UTC env/bin/python -c 'import openpyxl, sys; print(*sys.argv[1:], *(row[0].value for row in openpyxl.load_workbook(sys.argv[1]).active), sep=" | ")' $file.xlsx; done >> seen
cat seen
diff - seen <<'SEEN'
umya-spreadsheet: Anna Berg
umya-spreadsheet: Berg
umya-spreadsheet: Berg
umya-spreadsheet: )
umya-spreadsheet: 3
guests.xlsx | Anna Berg | Anna Berg | Bea Berg | Berg, Anna (not coming) | Anna Berg, +3
saved.xlsx | Anna Berg | Berg | Berg | ) | 3
SEEN
