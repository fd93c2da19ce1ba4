#!/bin/sh
# jsQR 1.4.0 hands out the separators of a GS1 QR code as percent signs, and percent signs twice: batch `A1` and serial `50%` come as one field, `A1%2150%%`.
# ISO/IEC 18004:2015, 7.4.8: after FNC1 in the first place, `%` in alphanumeric mode stands for FNC1, which is handed on as GS (0x1D), and `%%` for a percent sign. Nothing
# says that it was such a code, so `%` cannot be told from `%`. @zxing/library 0.21.3 reads it right. qr 0.7.0 does not read it and blames the picture ("timing").
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error jsqr@1.4.0 @zxing/library@0.21.3 qr@0.7.0 bwip-js@4.11.4 pngjs@7.0.0 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import bwip from "bwip-js";
import jsQR from "jsqr";
import { PNG } from "pngjs";
import decodeQR from "qr/decode.js";
import zxing from "@zxing/library";

const options = { scale: 5, backgroundcolor: "FFFFFF", paddingwidth: 10, paddingheight: 10 };
for (const [bcid, text] of [["gs1qrcode", "(01)04012345678901(10)A1(21)50%"], ["qrcode", "A%B%%C"]]) {
  const { data, width, height } = PNG.sync.read(await bwip.toBuffer({ bcid, text, ...options }));
  const pixels = new Uint8ClampedArray(data);
  const grey = pixels.filter((_, at) => at % 4 === 0);
  const bitmap = new zxing.BinaryBitmap(new zxing.HybridBinarizer(new zxing.RGBLuminanceSource(grey, width, height)));
  console.log(bcid, text);
  console.log("  jsqr ", JSON.stringify(jsQR(pixels, width, height).data));
  console.log("  zxing", JSON.stringify(new zxing.MultiFormatReader().decode(bitmap).getText()));
  try {
    console.log("  qr   ", JSON.stringify(decodeQR({ data: pixels, width, height })));
  } catch (error) {
    console.log("  qr   ", error.message);
  }
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
gs1qrcode (01)04012345678901(10)A1(21)50%
  jsqr  "010401234567890110A1%2150%%"
  zxing "010401234567890110A1\u001d2150%"
  qr    timing
qrcode A%B%%C
  jsqr  "A%B%%C"
  zxing "A%B%%C"
  qr    "A%B%%C"
SEEN
