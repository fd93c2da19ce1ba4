#!/bin/sh
# calcard 0.3.14, which reads calendars for the mail and calendar server Stalwart, takes the end of a series (UNTIL) for an hour on the clock of the series, though it ends in Z: a rehearsal
# each Tuesday at 19:00 in Berlin "until 26 January, 18:00Z", which is that evening's 19:00, has no evening on the 26th, as 19:00 is after 18:00. RFC 5545, 3.3.10: with a start that has a zone,
# UNTIL must be given in UTC, and an UNTIL that meets an evening makes this the last one. Some calendars write the last start itself, and all lands east of Greenwich then lose it. West
# of it there is one too many: a series in New York that was split in two, its first half "until 26 January, 23:59:59Z" (a second before that evening's 19:00), keeps that evening,
# which its second half has as well. The rule is expanded on a clock without zone, and `RRule::from_floating_ical` puts UNTIL on that clock as it is. An UNTIL at the end of the day hides it.
# Its tracker has one such series (10; closed, as its interval was blamed). `errors` is empty: the hall looks free, and guests of the finale are not expected. ical.js 2.2.1 is right.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
cat > Cargo.toml <<'TOML'
[package]
name = "lab"
version = "0.1.0"
edition = "2024"

[dependencies]
calcard = { version = "=0.3.14", default-features = false }

[profile.dev]
debug = false
TOML
mkdir src
cat > src/main.rs <<'RUST'
use calcard::common::timezone::Tz;
use calcard::icalendar::ICalendar;

fn main() {
    for file in std::env::args().skip(1) {
        let calendar = ICalendar::parse(std::fs::read_to_string(&file).unwrap()).unwrap();
        let found = calendar.expand_dates(Tz::UTC, 20);
        let mut starts: Vec<_> = found.events.iter().map(|event| event.start).collect();
        starts.sort();
        let days: Vec<_> = starts.iter().map(|start| start.format("%d").to_string()).collect();
        println!("{file}  calcard: {}, {} errors", days.join(" "), found.errors.len());
    }
}
RUST
CARGO_TARGET_DIR="$lab/target" cargo build --quiet > install.log 2>&1 || { cat install.log; exit 2; }
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error ical.js@2.2.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > read.mjs <<'JS'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

for (const file of process.argv.slice(2)) {
  const calendar = ICAL.Component.fromString(readFileSync(file, "utf8"));
  ICAL.TimezoneService.register(calendar.getFirstSubcomponent("vtimezone"));
  const dates = new ICAL.Event(calendar.getFirstSubcomponent("vevent")).iterator();
  const days = [];
  for (let date = dates.next(); date; date = dates.next()) days.push(date.day);
  console.log(`${file}  ical.js: ${days.join(" ")}`);
}
JS
write() {
  printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//example//example//EN BEGIN:VTIMEZONE "TZID:$2" BEGIN:STANDARD DTSTART:20070101T000000 "TZOFFSETFROM:$3" "TZOFFSETTO:$3" END:STANDARD END:VTIMEZONE \
    BEGIN:VEVENT UID:1 DTSTAMP:20270101T000000Z "DTSTART;TZID=$2:20270112T190000" DURATION:PT2H "RRULE:FREQ=WEEKLY;UNTIL=$4" END:VEVENT END:VCALENDAR > "$1"
}
write berlin-last-start Europe/Berlin +0100 20270126T180000Z
write berlin-end-of-day Europe/Berlin +0100 20270126T225959Z
write tokyo-last-start Asia/Tokyo +0900 20270126T100000Z
write new-york-last-start America/New_York -0500 20270127T000000Z
write new-york-split America/New_York -0500 20270126T235959Z
for file in berlin-last-start berlin-end-of-day tokyo-last-start new-york-last-start new-york-split; do
  TZ=UTC target/debug/lab "$file"
  TZ=UTC node read.mjs "$file"
done > seen
cat seen
diff - seen <<'SEEN'
berlin-last-start  calcard: 12 19, 0 errors
berlin-last-start  ical.js: 12 19 26
berlin-end-of-day  calcard: 12 19 26, 0 errors
berlin-end-of-day  ical.js: 12 19 26
tokyo-last-start  calcard: 12 19, 0 errors
tokyo-last-start  ical.js: 12 19 26
new-york-last-start  calcard: 12 19 26, 0 errors
new-york-last-start  ical.js: 12 19 26
new-york-split  calcard: 12 19 26, 0 errors
new-york-split  ical.js: 12 19
SEEN
