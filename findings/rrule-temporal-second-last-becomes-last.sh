#!/bin/sh
# rrule-temporal 2.2.8 says "last" for every day that is counted from the end: `BYDAY=-2FR` is "every month on last Friday", `BYMONTHDAY=-8` "the last day of the month" (in December
# that is Christmas Eve, told as New Year's Eve) and `BYYEARDAY=-8` "the last day of the year", in German and its other languages as well. RFC 5545, 3.3.10: -2FR is the second last Friday, and
# -10 the tenth to the last day of the month. Its dates are right, so a page that shows a series in words beside its dates tells guests two days, and one with the words alone
# the wrong one. The text says what was asked for -1 alone; nothing in its documentation says so. rrule 2.8.1 has "on the 2nd last Friday" and "8th last".
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error rrule-temporal@2.2.8 temporal-polyfill@1.0.1 rrule@2.8.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { Temporal } from "temporal-polyfill";
globalThis.Temporal ??= Temporal;
const { RRuleTemporal } = await import("rrule-temporal");
const { toText } = await import("rrule-temporal/totext");
const { rrulestr } = (await import("rrule")).default;

for (const rule of ["FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYDAY=-2FR", "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-8", "FREQ=YEARLY;BYYEARDAY=-8"]) {
  const series = new RRuleTemporal({ rruleString: `DTSTART;TZID=Europe/Berlin:20270101T183000\nRRULE:${rule}` });
  console.log(rule);
  console.log("  first date:", series.all((_, index) => index < 1)[0].toPlainDate().toString());
  for (const language of ["en", "de"]) console.log(`  rrule-temporal, ${language}:`, toText(series, language).replace(/ (at|um) \d.*/, ""));
  console.log("  rrule, en:", rrulestr(rule).toText());
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
FREQ=MONTHLY;BYDAY=-1FR
  first date: 2027-01-29
  rrule-temporal, en: every month on last Friday
  rrule-temporal, de: jede/n/s Monat am letzter Freitag
  rrule, en: every month on the last Friday
FREQ=MONTHLY;BYDAY=-2FR
  first date: 2027-01-22
  rrule-temporal, en: every month on last Friday
  rrule-temporal, de: jede/n/s Monat am letzten Freitag
  rrule, en: every month on the 2nd last Friday
FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=-8
  first date: 2027-12-24
  rrule-temporal, en: every year in December on the last day of the month
  rrule-temporal, de: jede/n/s Jahr im Dezember am letzten Tag des Monats
  rrule, en: every December on the 8th last
FREQ=YEARLY;BYYEARDAY=-8
  first date: 2027-12-24
  rrule-temporal, en: every year on the last day of the year
  rrule-temporal, de: jede/n/s Jahr am letzten Tag des Jahres
  rrule, en: every year on the 8th last day
SEEN
