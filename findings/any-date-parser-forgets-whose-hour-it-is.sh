#!/bin/sh
# any-date-parser 2.2.4 reads an hour of Berlin as one of the machine's own zone, without a word, in most notations that end with an offset: the Date of a mail (`+0100`), what
# JavaScript itself writes for a date (`GMT+0100`), ISO 8601 without seconds (`T19:00+01:00`) and PostgreSQL's text, whose `+01` becomes ten milliseconds. With seconds and
# minutes, `T19:00:00+01:00`, it is right. RFC 5322, 3.3: zone is the offset from Universal Time; ECMA-262, Date.parse: reads what toString and toUTCString write, and ISO 8601 with or without
# seconds. Its own list of formats has "17:41:28+0900" and "GMT+03:00" behind any date. On a server in UTC a mail's date is an hour late, from New York it is five hours early, and a
# test with dates of one's own zone sees nothing of it. Date and luxon 3.7.2 (fromRFC2822, fromISO, fromSQL) have the right hour.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error any-date-parser@2.2.4 luxon@3.7.2 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import parser from "any-date-parser";
import { DateTime } from "luxon";

const texts = {
  "Sat, 05 Dec 2026 19:00:00 +0100": DateTime.fromRFC2822,
  "Sat, 05 Dec 2026 19:00:00 -0500": DateTime.fromRFC2822,
  "Sat Dec 05 2026 19:00:00 GMT+0100": undefined,
  "2026-12-05T19:00:00+01:00": DateTime.fromISO,
  "2026-12-05T19:00+01:00": DateTime.fromISO,
  "2026-12-05 19:00:00+01": DateTime.fromSQL,
};
for (const [text, luxon] of Object.entries(texts)) {
  console.log(text);
  console.log("  any-date-parser:", parser.fromString(text, "en").toISOString());
  console.log("  Date:           ", new Date(text).toISOString());
  if (luxon) console.log("  luxon:          ", luxon(text).toUTC().toISO());
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
Sat, 05 Dec 2026 19:00:00 +0100
  any-date-parser: 2026-12-05T19:00:00.000Z
  Date:            2026-12-05T18:00:00.000Z
  luxon:           2026-12-05T18:00:00.000Z
Sat, 05 Dec 2026 19:00:00 -0500
  any-date-parser: 2026-12-05T19:00:00.000Z
  Date:            2026-12-06T00:00:00.000Z
  luxon:           2026-12-06T00:00:00.000Z
Sat Dec 05 2026 19:00:00 GMT+0100
  any-date-parser: 2026-12-05T19:00:00.000Z
  Date:            2026-12-05T18:00:00.000Z
2026-12-05T19:00:00+01:00
  any-date-parser: 2026-12-05T18:00:00.000Z
  Date:            2026-12-05T18:00:00.000Z
  luxon:           2026-12-05T18:00:00.000Z
2026-12-05T19:00+01:00
  any-date-parser: 2026-12-05T19:00:00.000Z
  Date:            2026-12-05T18:00:00.000Z
  luxon:           2026-12-05T18:00:00.000Z
2026-12-05 19:00:00+01
  any-date-parser: 2026-12-05T19:00:00.010Z
  Date:            2026-12-05T18:00:00.000Z
  luxon:           2026-12-05T18:00:00.000Z
SEEN
