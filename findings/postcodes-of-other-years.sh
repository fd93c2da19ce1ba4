#!/bin/sh
# Which postcodes exist depends on whom one asks: postal-codes-js 2.5.2 refuses Argentina's eight places of 1999 (CPA), Vietnam's five digits of 2018 and Taiwan's six of
# 2020, and takes what was before. postcode-validator 3.10.22 takes these, and refuses the four digits with which an Argentine code began as a whole one.
# Whoever asks for an address and checks it by one of them sends people away.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error postal-codes-js@2.5.2 postcode-validator@3.10.22 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import postalCodes from "postal-codes-js";
import { postcodeValidator } from "postcode-validator";

for (const [country, code] of [["AR", "C1002AAB"], ["AR", "1002"], ["VN", "10000"], ["VN", "100000"], ["TW", "100001"], ["TW", "100"], ["DE", "89073"]])
  console.log(country, code, "postal-codes-js", postalCodes.validate(country, code) === true, "postcode-validator", postcodeValidator(code, country));
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
AR C1002AAB postal-codes-js false postcode-validator true
AR 1002 postal-codes-js true postcode-validator false
VN 10000 postal-codes-js false postcode-validator true
VN 100000 postal-codes-js true postcode-validator true
TW 100001 postal-codes-js false postcode-validator true
TW 100 postal-codes-js true postcode-validator true
DE 89073 postal-codes-js true postcode-validator true
SEEN
