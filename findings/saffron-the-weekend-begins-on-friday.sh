#!/bin/sh
# saffron 0.1.0 (Rust; "part of Cron Triggers in Cloudflare Workers", says its package) begins each range that goes over the end of its field one value too early: SAT-SUN runs on Fridays too, FRI-MON on Thursdays,
# `22-2` at 21:00, `28-2` on the 27th, and DEC-JAN in November. Quartz, whose like it says it is, has such ranges ("to match up with quartz schedulers, we have to support wrapping", says the source, with FRI-SUN
# as FRI, SAT, SUN as the example), and Quartz 2.5.2 gives SAT-SUN two days. add_ors() takes one off the start "(6) minus one", though its weekdays are counted from 0 by then, and hours and minutes always
# were; the same lines serve all five fields. Ranges that stay inside their field and lists (`SAT,SUN`) are right. Its tests ask of such ranges only whether the days that should be there are. Its own words for the
# schedule are right: describe() says "Saturday through Sunday". Its tracker has other numbers for the weekdays (issue 19), not this. Nothing is raised: guests of Saturday and Sunday hear from the host on Friday as well.
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
saffron = "=0.1.0"
chrono = { version = "0.4", default-features = false, features = ["std"] }

[profile.dev]
debug = false
TOML
mkdir src
cat > src/main.rs <<'RUST'
use chrono::{TimeZone, Utc};
use saffron::Cron;
use saffron::parse::{CronExpr, English};

fn main() {
    let start = Utc.with_ymd_and_hms(2027, 1, 4, 0, 0, 0).unwrap();
    for (text, format, count) in [
        ("0 19 * * SAT-SUN", "%a %d", 6), ("0 19 * * SAT,SUN", "%a %d", 6), ("0 19 * * FRI-MON", "%a %d", 6), ("0 19 * * MON-FRI", "%a %d", 6),
        ("0 22-2 4 1 *", "%H:%M", 6), ("0 19 28-2 1 *", "%d", 6), ("0 19 5 DEC-JAN *", "%b %Y", 6), ("0 19 5 JAN,DEC *", "%b %Y", 6),
    ] {
        let cron: Cron = text.parse().unwrap();
        let dates: Vec<_> = cron.iter_after(start).take(count).map(|date| date.format(format).to_string()).collect();
        let words: CronExpr = text.parse().unwrap();
        println!("{text}  {}\n    {}", words.describe(English::default()), dates.join(", "));
    }
}
RUST
CARGO_TARGET_DIR="$lab/target" cargo build --quiet > install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC target/debug/lab > seen
cat seen
diff - seen <<'SEEN'
0 19 * * SAT-SUN  At 7:00 PM on Saturday through Sunday
    Fri 08, Sat 09, Sun 10, Fri 15, Sat 16, Sun 17
0 19 * * SAT,SUN  At 7:00 PM on Saturday and Sunday
    Sat 09, Sun 10, Sat 16, Sun 17, Sat 23, Sun 24
0 19 * * FRI-MON  At 7:00 PM on Friday through Monday
    Mon 04, Thu 07, Fri 08, Sat 09, Sun 10, Mon 11
0 19 * * MON-FRI  At 7:00 PM on Monday through Friday
    Mon 04, Tue 05, Wed 06, Thu 07, Fri 08, Mon 11
0 22-2 4 1 *  At 0 minutes past the hour, between 10:00 PM and 2:59 AM on the 4th of January
    01:00, 02:00, 21:00, 22:00, 23:00, 00:00
0 19 28-2 1 *  At 7:00 PM on the 28th to 2nd of January
    27, 28, 29, 30, 31, 01
0 19 5 DEC-JAN *  At 7:00 PM on the 5th of December to January
    Jan 2027, Nov 2027, Dec 2027, Jan 2028, Nov 2028, Dec 2028
0 19 5 JAN,DEC *  At 7:00 PM on the 5th of January and December
    Jan 2027, Dec 2027, Jan 2028, Dec 2028, Jan 2029, Dec 2029
SEEN
