#!/bin/sh
# barcode 1.1.0 (github.com/boombuler/barcode, Go) draws PDF417 codes that cannot be read unless their text is of the right length: of a text cut to 1 to 60 places, half
# are. What decides is the count of rows: it writes (rows - 3) / 3 where ISO/IEC 15438 has (rows - 1) / 3 into the row indicators at the left, and the right value
# at the right, so the two sides agree on how tall the code is only if the rows are a multiple of three. Up to six rows a reader gets over it, from seven on
# two heights in three are lost. No error is raised. Boarding passes and wallet passes use PDF417: a guest whose number is a place longer stands outside.
# Its QR and Aztec codes are read at each length. Read each code back before it is sent.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet zxing-cpp==3.1.1 pillow==13.0.0 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > go.mod <<'MOD'
module example.org/lab

go 1.24

require (
	github.com/boombuler/barcode v1.1.0
)
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"image/png"
	"os"
	"strings"

	"github.com/boombuler/barcode"
	"github.com/boombuler/barcode/aztec"
	"github.com/boombuler/barcode/pdf417"
	"github.com/boombuler/barcode/qr"
)

func draw(kind string, length, rows int, code barcode.Barcode, err error) {
	if err == nil {
		code, err = barcode.Scale(code, code.Bounds().Dx()*4, code.Bounds().Dy()*4)
	}
	if err != nil {
		panic(err)
	}
	file, err := os.Create(fmt.Sprintf("%s-%d-%d.png", kind, length, rows))
	if err != nil {
		panic(err)
	}
	defer file.Close()
	if err := png.Encode(file, code); err != nil {
		panic(err)
	}
}

func main() {
	text := strings.Repeat("TICKET4711", 6)
	for length := 1; length <= len(text); length++ {
		code, err := pdf417.Encode(text[:length], 2)
		draw("pdf417", length, code.Bounds().Dy()/2, code, err) // two pixels a row
		code, err = qr.Encode(text[:length], qr.M, qr.Auto)
		draw("qr", length, 0, code, err)
		code, err = aztec.Encode([]byte(text[:length]), 33, 0)
		draw("aztec", length, 0, code, err)
	}
}
GO
cat > read.py <<'PY'
from collections import Counter
from pathlib import Path
from PIL import Image, ImageOps
import zxingcpp

seen = Counter()
for file in Path(".").glob("*.png"):
    kind, length, rows = file.stem.split("-")
    found = zxingcpp.read_barcodes(ImageOps.expand(Image.open(file).convert("L"), 40, 255))
    read = bool(found) and found[0].text == ("TICKET4711" * 6)[: int(length)]
    seen[kind, int(rows), "read" if read else "not read"] += 1
for (kind, rows, read), count in sorted(seen.items()):
    print(kind, *([f"of {rows} rows"] if rows else []), f"{read}: {count}")
PY
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
./lab
env/bin/python read.py > seen
cat seen
diff - seen <<'SEEN'
aztec read: 60
pdf417 of 4 rows read: 6
pdf417 of 5 rows read: 4
pdf417 of 6 rows read: 6
pdf417 of 7 rows not read: 4
pdf417 of 8 rows not read: 6
pdf417 of 9 rows read: 4
pdf417 of 10 rows not read: 6
pdf417 of 11 rows not read: 4
pdf417 of 12 rows read: 6
pdf417 of 13 rows not read: 4
pdf417 of 14 rows not read: 6
pdf417 of 15 rows read: 4
qr read: 60
SEEN
