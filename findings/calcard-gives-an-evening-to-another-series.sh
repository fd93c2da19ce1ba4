#!/bin/sh
# calcard 0.3.14, which reads calendars for the mail and calendar server Stalwart, looks for the series of a moved evening by SEQUENCE and RECURRENCE-ID, and never by UID. RFC 5546, 2.1.5: an instance is
# told by UID and RECURRENCE-ID together, and SEQUENCE then tells which version of it is the newest; an instance that was changed alone may have a later one than its series (2.1.4). So in a
# file with two series at the same hour, the choir's evening of 19 January is gone if the theatre's was moved, and the theatre keeps its old evening beside the new one: the series that
# stands first pays. And a moved evening whose SEQUENCE is not that of its series stands there beside the old one. The readme says that repeating events are computed accurately; its tracker
# has an evening that stands twice (9 and 14), and neither why nor that another series pays. `errors` stays empty. Guests come to a rehearsal that the hall's keeper has not in his
# list, or to one that was moved. ical.js 2.2.1 takes each evening to its own series.
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
        let mut dates: Vec<_> = found
            .events
            .iter()
            .map(|event| format!("{} {}", calendar.components[event.comp_id as usize].uid().unwrap(), event.start.format("%d")))
            .collect();
        dates.sort();
        println!("{file}\n  calcard: {}; {} errors", dates.join(", "), found.errors.len());
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
  const dates = [];
  const events = ICAL.Component.fromString(readFileSync(file, "utf8")).getAllSubcomponents("vevent");
  for (const series of events.filter((event) => event.hasProperty("rrule"))) {
    const uid = series.getFirstPropertyValue("uid");
    const event = new ICAL.Event(series, { exceptions: events.filter((other) => other !== series && other.getFirstPropertyValue("uid") === uid) });
    const instants = event.iterator();
    for (let instant = instants.next(); instant; instant = instants.next()) dates.push(`${uid} ${event.getOccurrenceDetails(instant).startDate.day}`);
  }
  console.log(`${file}\n  ical.js: ${dates.sort().join(", ")}`);
}
JS
series() {
  printf '%s\r\n' BEGIN:VEVENT "UID:$1" "SEQUENCE:$2" DTSTAMP:20270101T000000Z DTSTART:20270112T180000Z DURATION:PT2H "RRULE:FREQ=WEEKLY;COUNT=3" END:VEVENT
}
move() {
  printf '%s\r\n' BEGIN:VEVENT "UID:$1" "SEQUENCE:$2" DTSTAMP:20270101T000000Z RECURRENCE-ID:20270119T180000Z DTSTART:20270120T180000Z DURATION:PT2H END:VEVENT
}
calendar() {
  printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//example//example//EN
  cat
  printf '%s\r\n' END:VCALENDAR
}
{ series theatre 0; move theatre 0; } | calendar > alone
{ series choir 0; series theatre 0; move theatre 0; } | calendar > beside-the-choir
{ series theatre 0; series choir 0; move theatre 0; } | calendar > before-the-choir
{ series theatre 0; move theatre 1; } | calendar > changed-once-more
for file in alone beside-the-choir before-the-choir changed-once-more; do
  TZ=UTC target/debug/lab "$file"
  TZ=UTC node read.mjs "$file" | tail -n 1
done > seen
cat seen
diff - seen <<'SEEN'
alone
  calcard: theatre 12, theatre 20, theatre 26; 0 errors
  ical.js: theatre 12, theatre 20, theatre 26
beside-the-choir
  calcard: choir 12, choir 26, theatre 12, theatre 19, theatre 20, theatre 26; 0 errors
  ical.js: choir 12, choir 19, choir 26, theatre 12, theatre 20, theatre 26
before-the-choir
  calcard: choir 12, choir 19, choir 26, theatre 12, theatre 20, theatre 26; 0 errors
  ical.js: choir 12, choir 19, choir 26, theatre 12, theatre 20, theatre 26
changed-once-more
  calcard: theatre 12, theatre 19, theatre 20, theatre 26; 0 errors
  ical.js: theatre 12, theatre 20, theatre 26
SEEN
