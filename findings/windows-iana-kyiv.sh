#!/bin/sh
# windows-iana 5.1.0 finds no Windows zone for zones under the names that IANA gives them today: Europe/Kyiv, Pacific/Kanton, America/Ciudad_Juarez.
# Its data are CLDR's, which stays with a zone's old name (Europe/Kiev) or has none yet; Node takes each of them for a zone, and Kyiv and Kiev for one.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error windows-iana@5.1.0 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { findWindows } from "windows-iana";

for (const zone of ["Europe/Kyiv", "Europe/Kiev", "Pacific/Kanton", "Pacific/Enderbury", "America/Ciudad_Juarez", "Europe/Berlin"])
  console.log(zone, JSON.stringify(findWindows(zone)), new Intl.DateTimeFormat("en", { timeZone: zone, timeZoneName: "longOffset" }).format(new Date("2027-01-10T12:00:00Z")));
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
Europe/Kyiv [] 1/10/2027, GMT+02:00
Europe/Kiev ["FLE Standard Time"] 1/10/2027, GMT+02:00
Pacific/Kanton [] 1/11/2027, GMT+13:00
Pacific/Enderbury ["UTC+13"] 1/11/2027, GMT+13:00
America/Ciudad_Juarez [] 1/10/2027, GMT-07:00
Europe/Berlin ["W. Europe Standard Time"] 1/10/2027, GMT+01:00
SEEN
