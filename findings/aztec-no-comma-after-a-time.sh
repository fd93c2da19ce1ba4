#!/bin/sh
# aztec_code_generator 0.12 cannot write a comma or a full stop and a space if a colon, slash, hyphen, bracket or plus stands before them with nothing but digits between: "19:00, Hall 2"
# and "Row 12-14, Berg" raise a ValueError, "b', ' is not in list"; "19:00; Hall 2" and "Hall 2, 19:00" are written. ISO/IEC 24778: a comma, a full
# stop and a space are characters of the Digit mode, and the two pairs one character each of the Punct mode, so either way will do. Tickets of most events can be made, and none of the
# event whose line has a time before a comma, which shows when its tickets are due. bwip-js 4.11.4 writes all of them, and zxing-cpp 3.1.1 reads them.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet aztec-code-generator==0.12 zxing-cpp==3.1.1 pillow==13.0.0 >> install.log 2>&1 || { cat install.log; exit 2; }
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error bwip-js@4.11.4 > install.log 2>&1 || { cat install.log; exit 2; }
cat > write.mjs <<'JS'
import { writeFileSync } from "node:fs";
import bwip from "bwip-js";

for (const [index, text] of process.argv.slice(2).entries())
  writeFileSync(`${index}.png`, await bwip.toBuffer({ bcid: "azteccode", text, scale: 4, padding: 10, backgroundcolor: "FFFFFF" }));
JS
cat > try.py <<'PY'
import subprocess
from aztec_code_generator import AztecCode
from PIL import Image
import zxingcpp

def written(text):
    try:
        AztecCode(text)
        return "written"
    except ValueError as error:
        return str(error)

texts = ["19:00, Hall 2", "19:00; Hall 2", "Hall 2, 19:00", "Row 12-14, Berg", "Row 12 to 14, Berg", "Tables 3/4. Berg", "Berg (2), Ulm"]
subprocess.run(["node", "write.mjs", *texts], check=True)
for index, text in enumerate(texts):
    [code] = zxingcpp.read_barcodes(Image.open(f"{index}.png"))
    print(text, "| aztec_code_generator:", written(text), "| bwip-js and zxing-cpp:", code.text)
PY
env/bin/python try.py > seen
cat seen
diff - seen <<'SEEN'
19:00, Hall 2 | aztec_code_generator: b', ' is not in list | bwip-js and zxing-cpp: 19:00, Hall 2
19:00; Hall 2 | aztec_code_generator: written | bwip-js and zxing-cpp: 19:00; Hall 2
Hall 2, 19:00 | aztec_code_generator: written | bwip-js and zxing-cpp: Hall 2, 19:00
Row 12-14, Berg | aztec_code_generator: b', ' is not in list | bwip-js and zxing-cpp: Row 12-14, Berg
Row 12 to 14, Berg | aztec_code_generator: written | bwip-js and zxing-cpp: Row 12 to 14, Berg
Tables 3/4. Berg | aztec_code_generator: b'. ' is not in list | bwip-js and zxing-cpp: Tables 3/4. Berg
Berg (2), Ulm | aztec_code_generator: b', ' is not in list | bwip-js and zxing-cpp: Berg (2), Ulm
SEEN
