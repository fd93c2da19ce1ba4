#!/bin/sh
# A reminder's `-PT15M` is 15 minutes before (RFC 5545, 3.3.6: a duration may have a sign; ISO 8601-2:2019 allows it too). iso8601-duration 2.1.4 and the
# duration plugin of dayjs 1.11.23 take the sign off without a word: 15 minutes after. dayjs writes that sign itself, so it reads its own text as the opposite.
# tinyduration 3.4.1 and ical.js 2.2.1 keep it.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error iso8601-duration@2.1.4 dayjs@1.11.23 tinyduration@3.4.1 ical.js@2.2.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import dayjs from "dayjs";
import duration from "dayjs/plugin/duration.js";
import ICAL from "ical.js";
import { parse, toSeconds } from "iso8601-duration";
import * as tinyduration from "tinyduration";

dayjs.extend(duration);
const text = dayjs.duration({ minutes: -15 }).toISOString();
console.log("dayjs writes", text);
console.log("dayjs", dayjs.duration(text).asSeconds());
console.log("iso8601-duration", toSeconds(parse(text)));
console.log("tinyduration", JSON.stringify(tinyduration.parse(text)));
console.log("ical.js", ICAL.Duration.fromString(text).toSeconds());
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
dayjs writes -PT15M
dayjs 900
iso8601-duration 900
tinyduration {"minutes":15,"negative":true}
ical.js -900
SEEN
