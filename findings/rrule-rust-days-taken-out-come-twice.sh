#!/bin/sh
# rrule-rust 3.1.1, which expands series for Node with a library in Rust, writes a rule that takes days out (`exrules`, `addExRule`) as one that adds them: `toString` has RRULE where EXRULE belongs. A series
# "each day but Saturday and Sunday" that was stored as text and read again takes place at weekends, and there twice, as two rules that meet on a day are not made one either. RFC 2445, 4.8.5.2:
# EXRULE is what excludes; RFC 5545 (A.3) has done away with it for calendars, but the library offers it, takes it from texts, and expands it rightly. Its documentation says that `toString`
# gives a text by RFC 5545 of the set, and `fromString` takes one. RFC 5545, 3.8.5.2: of dates that more than one property gives, one counts. `toPlain` and `fromPlain` keep the rule as it is.
# No error is raised, and before it is stored all looks right: seats are sold and doors opened on days that are off, and who counts evenings has each of them twice. EXDATE is written rightly.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error rrule-rust@3.1.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { DateTime, DtStart, Frequency, RRule, RRuleSet, Weekday } from "rrule-rust";

const days = (set) => set.all().map((date) => date.toString().slice(6, 8)).join(" ");
const daily = new RRuleSet({ dtstart: new DtStart(DateTime.local(2027, 1, 12, 19, 0, 0), "Europe/Berlin"), rrules: [new RRule({ frequency: Frequency.Daily, count: 8 })] });
const weekdays = daily.addExRule(new RRule({ frequency: Frequency.Daily, byWeekday: [Weekday.Saturday, Weekday.Sunday], count: 2 }));
console.log("each day:          ", days(daily));
console.log("but at weekends:   ", days(weekdays));
console.log(weekdays.toString());
console.log("stored and read:   ", days(RRuleSet.fromString(weekdays.toString())));
console.log("by toPlain:        ", days(RRuleSet.fromPlain(weekdays.toPlain())));
const read = RRuleSet.fromString(weekdays.toString().replace(/RRULE(?=.*BYDAY)/, "EXRULE"));
console.log("read from EXRULE:  ", days(read));
console.log("stored once more:  ", days(RRuleSet.fromString(read.toString())));
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
each day:           12 13 14 15 16 17 18 19
but at weekends:    12 13 14 15 18 19
DTSTART;TZID=Europe/Berlin:20270112T190000
RRULE:FREQ=DAILY;COUNT=8
RRULE:FREQ=DAILY;COUNT=2;BYDAY=SA,SU
stored and read:    12 13 14 15 16 16 17 17 18 19
by toPlain:         12 13 14 15 18 19
read from EXRULE:   12 13 14 15 18 19
stored once more:   12 13 14 15 16 16 17 17 18 19
SEEN
