#!/bin/sh
# rrule 0.14.0 (the crate, Rust) leaves the days that are counted from the end of the month out of a rule that it writes: `FREQ=MONTHLY;BYMONTHDAY=-1`, the last day of each month, comes out without BYMONTHDAY. Who
# stores that text and reads it again has the day of the start instead: begun on 31 January there is nothing in February, April and June; "the last day but two", begun on 26 February, is the 26th of every month;
# of "the first and the last day" the last is gone, and "the Friday among the last seven days" (BYDAY=FR;BYMONTHDAY=-1,...,-7) is every Friday. RFC 5545, 3.3.10: BYMONTHDAY takes -31 to -1, counted from the end.
# The set that was parsed has the right dates itself, and days from the front, and negative ones of BYDAY and BYYEARDAY, are written. The source moves negative days into a field of its own (by_n_month_day)
# when it validates a rule, and writes only the other. It says of this text that it is "supposed to always" be valid; no error is raised, and its tracker has nothing of it (it has BYDAY=1FR, written as FR).
# A host whose evenings were saved and loaded once invites to other evenings than those that were entered.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
cat > Cargo.toml <<'TOML'
[package]
name = "lab"
version = "0.1.0"
edition = "2021"

[dependencies]
rrule = "=0.14.0"

[profile.dev]
debug = false
TOML
mkdir src
cat > src/main.rs <<'RUST'
use rrule::RRuleSet;

fn dates(set: &RRuleSet) -> String {
    set.clone().all(6).dates.iter().map(|date| date.format("%a %d %b").to_string()).collect::<Vec<_>>().join(", ")
}

fn main() {
    for (start, rule) in [
        ("20270131", "FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=6"),
        ("20270226", "FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=6"),
        ("20270129", "FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=-1,-2,-3,-4,-5,-6,-7;COUNT=6"),
        ("20270101", "FREQ=MONTHLY;BYMONTHDAY=1,-1;COUNT=6"),
        ("20270131", "FREQ=MONTHLY;BYMONTHDAY=31;COUNT=6"),
        ("20270129", "FREQ=MONTHLY;BYDAY=-1FR;COUNT=6"),
        ("20271231", "FREQ=YEARLY;BYYEARDAY=-1;COUNT=6"),
    ] {
        let set: RRuleSet = format!("DTSTART;TZID=Europe/Berlin:{start}T190000\nRRULE:{rule}").parse().unwrap();
        let text = set.to_string();
        let again: RRuleSet = text.parse().unwrap();
        println!("{rule}\n  has     {}\n  writes  {}\n  reads   {}", dates(&set), text.lines().nth(1).unwrap(), dates(&again));
    }
}
RUST
CARGO_TARGET_DIR="$lab/target" cargo build --quiet > install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC ./target/debug/lab > seen
cat seen
diff - seen <<'SEEN'
FREQ=MONTHLY;BYMONTHDAY=-1;COUNT=6
  has     Sun 31 Jan, Sun 28 Feb, Wed 31 Mar, Fri 30 Apr, Mon 31 May, Wed 30 Jun
  writes  RRULE:FREQ=MONTHLY;COUNT=6;BYHOUR=19;BYMINUTE=0;BYSECOND=0
  reads   Sun 31 Jan, Wed 31 Mar, Mon 31 May, Sat 31 Jul, Tue 31 Aug, Sun 31 Oct
FREQ=MONTHLY;BYMONTHDAY=-3;COUNT=6
  has     Fri 26 Feb, Mon 29 Mar, Wed 28 Apr, Sat 29 May, Mon 28 Jun, Thu 29 Jul
  writes  RRULE:FREQ=MONTHLY;COUNT=6;BYHOUR=19;BYMINUTE=0;BYSECOND=0
  reads   Fri 26 Feb, Fri 26 Mar, Mon 26 Apr, Wed 26 May, Sat 26 Jun, Mon 26 Jul
FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=-1,-2,-3,-4,-5,-6,-7;COUNT=6
  has     Fri 29 Jan, Fri 26 Feb, Fri 26 Mar, Fri 30 Apr, Fri 28 May, Fri 25 Jun
  writes  RRULE:FREQ=MONTHLY;COUNT=6;BYHOUR=19;BYMINUTE=0;BYSECOND=0;BYDAY=FR
  reads   Fri 29 Jan, Fri 05 Feb, Fri 12 Feb, Fri 19 Feb, Fri 26 Feb, Fri 05 Mar
FREQ=MONTHLY;BYMONTHDAY=1,-1;COUNT=6
  has     Fri 01 Jan, Sun 31 Jan, Mon 01 Feb, Sun 28 Feb, Mon 01 Mar, Wed 31 Mar
  writes  RRULE:FREQ=MONTHLY;COUNT=6;BYMONTHDAY=1;BYHOUR=19;BYMINUTE=0;BYSECOND=0
  reads   Fri 01 Jan, Mon 01 Feb, Mon 01 Mar, Thu 01 Apr, Sat 01 May, Tue 01 Jun
FREQ=MONTHLY;BYMONTHDAY=31;COUNT=6
  has     Sun 31 Jan, Wed 31 Mar, Mon 31 May, Sat 31 Jul, Tue 31 Aug, Sun 31 Oct
  writes  RRULE:FREQ=MONTHLY;COUNT=6;BYMONTHDAY=31;BYHOUR=19;BYMINUTE=0;BYSECOND=0
  reads   Sun 31 Jan, Wed 31 Mar, Mon 31 May, Sat 31 Jul, Tue 31 Aug, Sun 31 Oct
FREQ=MONTHLY;BYDAY=-1FR;COUNT=6
  has     Fri 29 Jan, Fri 26 Feb, Fri 26 Mar, Fri 30 Apr, Fri 28 May, Fri 25 Jun
  writes  RRULE:FREQ=MONTHLY;COUNT=6;BYHOUR=19;BYMINUTE=0;BYSECOND=0;BYDAY=-1FR
  reads   Fri 29 Jan, Fri 26 Feb, Fri 26 Mar, Fri 30 Apr, Fri 28 May, Fri 25 Jun
FREQ=YEARLY;BYYEARDAY=-1;COUNT=6
  has     Fri 31 Dec, Sun 31 Dec, Mon 31 Dec, Tue 31 Dec, Wed 31 Dec, Fri 31 Dec
  writes  RRULE:FREQ=YEARLY;COUNT=6;BYHOUR=19;BYMINUTE=0;BYSECOND=0;BYYEARDAY=-1
  reads   Fri 31 Dec, Sun 31 Dec, Mon 31 Dec, Tue 31 Dec, Wed 31 Dec, Fri 31 Dec
SEEN
