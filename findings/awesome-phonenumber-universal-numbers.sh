#!/bin/sh
# awesome-phonenumber 7.8.0 finds every number invalid that belongs to no country: universal freephone (+800), shared cost (+808), satellite (+870) and international
# networks (+883), with "invalid-country-code", though it names their region, 001. ITU-T E.164, 6.2.2 and 6.2.3, has such numbers beside those of countries.
# google-libphonenumber 3.2.47, whose data it is built from, and libphonenumber-js 1.13.16 take them.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error awesome-phonenumber@7.8.0 libphonenumber-js@1.13.16 google-libphonenumber@3.2.47 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { parsePhoneNumber } from "awesome-phonenumber";
import google from "google-libphonenumber";
import { isValidPhoneNumber } from "libphonenumber-js/max";

const util = google.PhoneNumberUtil.getInstance();
for (const text of ["+800 1234 5678", "+808 1234 5678", "+870 773 111 632", "+883 5100 1234 5678", "+49 30 1234567"]) {
  const { valid, possibility, regionCode } = parsePhoneNumber(text);
  console.log(text, "awesome-phonenumber", valid, possibility, regionCode, "| google", util.isValidNumber(util.parse(text)), "| libphonenumber-js", isValidPhoneNumber(text));
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
+800 1234 5678 awesome-phonenumber false invalid-country-code 001 | google true | libphonenumber-js true
+808 1234 5678 awesome-phonenumber false invalid-country-code 001 | google true | libphonenumber-js true
+870 773 111 632 awesome-phonenumber false invalid-country-code 001 | google true | libphonenumber-js true
+883 5100 1234 5678 awesome-phonenumber false invalid-country-code 001 | google true | libphonenumber-js true
+49 30 1234567 awesome-phonenumber true is-possible DE | google true | libphonenumber-js true
SEEN
