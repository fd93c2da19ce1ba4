#!/bin/sh
# iso8601-duration 2.1.4 leaves out days and months that have a fraction when a whole number stands before them: a year and a half month is a year,
# a year and a day and a half is a year. Alone, `P0.5D` is refused as invalid. ISO 8601:2004, 4.4.3.2: the last number of a duration may have a fraction, whatever
# its unit. Hours with a fraction are read; tinyduration 3.4.1 reads all of them.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error iso8601-duration@2.1.4 tinyduration@3.4.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { parse } from "iso8601-duration";
import * as tinyduration from "tinyduration";

const some = (units) => JSON.stringify(Object.fromEntries(Object.entries(units).filter(([, count]) => count)));
for (const text of ["P1Y0.5M", "P1Y1.5D", "P1DT1.5H"]) console.log(text, "iso8601-duration", some(parse(text)), "tinyduration", some(tinyduration.parse(text)));
try {
  parse("P0.5D");
} catch (error) {
  console.log("P0.5D", error.message);
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
P1Y0.5M iso8601-duration {"years":1} tinyduration {"years":1,"months":0.5}
P1Y1.5D iso8601-duration {"years":1} tinyduration {"years":1,"days":1.5}
P1DT1.5H iso8601-duration {"days":1,"hours":1.5} tinyduration {"days":1,"hours":1.5}
P0.5D invalid duration: P0.5D
SEEN
