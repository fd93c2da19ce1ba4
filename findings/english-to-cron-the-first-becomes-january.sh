#!/bin/sh
# english-to-cron 0.1.7 (Rust; tokio-cron-scheduler takes schedules in English by it) turns "run at midnight on the 1st and 15th of the month", which its readme has, into `0 0 0 1,15 * ? *`, and "run at midnight on the
# 1st of the month" into `0 0 0 * 1 ? *`: each day of January, and none of the other months. "The 5th of every month" is each day of May, "December 24th" each day of December, "the 1st" alone each day of the year, a weekday is
# any day, and "every day except Sunday" is Sundays only. "7:30 pm and 9:15 pm" is 19:30 and 21:30, and without an hour "every Thursday" is each minute of it. The format that it writes has room for all but the two hours and "first Thursday". The
# words it knows are taken out of the text one by one, whatever stands between them goes unread ("except", "first"), and a number beside "month" counts as one of months. Its readme promises "specific days, time
# ranges" and names no limit, its tracker tells of none of these. It returns Ok, and a scheduler runs it: the mail to the guests goes out each evening, each minute, or next January.
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
english-to-cron = "=0.1.7"
cron = "=0.17.0"
chrono = "0.4"

[profile.dev]
debug = false
TOML
mkdir src
cat > src/main.rs <<'RUST'
use chrono::{TimeZone, Utc};
use cron::Schedule;

fn main() {
    let start = Utc.with_ymd_and_hms(2027, 1, 14, 12, 0, 0).unwrap();
    for text in [
        "run at midnight on the 1st and 15th of the month", "run at midnight on the 1st of the month", "run at midnight on the 1st", "on the 5th of every month at 7pm", "at 7pm on the 24th of December", "7pm on December 24th",
        "7pm every Thursday", "7pm every first Thursday of the month", "7pm every weekday", "7pm every day except Sunday", "at 7:30 pm and 9:15 pm", "every Thursday",
    ] {
        let cron = english_to_cron::str_cron_syntax(text).unwrap();
        let schedule: Schedule = cron.parse().unwrap();
        let dates: Vec<_> = schedule.after(&start).take(4).map(|date| date.format("%a %d %b %Y %H:%M").to_string()).collect();
        println!("{text}: {cron}\n    {}", dates.join(", "));
    }
}
RUST
CARGO_TARGET_DIR="$lab/target" cargo build --quiet > install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC target/debug/lab > seen
cat seen
diff - seen <<'SEEN'
run at midnight on the 1st and 15th of the month: 0 0 0 1,15 * ? *
    Fri 15 Jan 2027 00:00, Mon 01 Feb 2027 00:00, Mon 15 Feb 2027 00:00, Mon 01 Mar 2027 00:00
run at midnight on the 1st of the month: 0 0 0 * 1 ? *
    Fri 15 Jan 2027 00:00, Sat 16 Jan 2027 00:00, Sun 17 Jan 2027 00:00, Mon 18 Jan 2027 00:00
run at midnight on the 1st: 0 0 0 * * ? *
    Fri 15 Jan 2027 00:00, Sat 16 Jan 2027 00:00, Sun 17 Jan 2027 00:00, Mon 18 Jan 2027 00:00
on the 5th of every month at 7pm: 0 0 19 * 5 ? *
    Sat 01 May 2027 19:00, Sun 02 May 2027 19:00, Mon 03 May 2027 19:00, Tue 04 May 2027 19:00
at 7pm on the 24th of December: 0 0 19 24 DEC ? *
    Fri 24 Dec 2027 19:00, Sun 24 Dec 2028 19:00, Mon 24 Dec 2029 19:00, Tue 24 Dec 2030 19:00
7pm on December 24th: 0 0 19 * DEC ? *
    Wed 01 Dec 2027 19:00, Thu 02 Dec 2027 19:00, Fri 03 Dec 2027 19:00, Sat 04 Dec 2027 19:00
7pm every Thursday: 0 0 19 ? * THU *
    Thu 14 Jan 2027 19:00, Thu 21 Jan 2027 19:00, Thu 28 Jan 2027 19:00, Thu 04 Feb 2027 19:00
7pm every first Thursday of the month: 0 0 19 ? * THU *
    Thu 14 Jan 2027 19:00, Thu 21 Jan 2027 19:00, Thu 28 Jan 2027 19:00, Thu 04 Feb 2027 19:00
7pm every weekday: 0 0 19 * * ? *
    Thu 14 Jan 2027 19:00, Fri 15 Jan 2027 19:00, Sat 16 Jan 2027 19:00, Sun 17 Jan 2027 19:00
7pm every day except Sunday: 0 0 19 ? * SUN *
    Sun 17 Jan 2027 19:00, Sun 24 Jan 2027 19:00, Sun 31 Jan 2027 19:00, Sun 07 Feb 2027 19:00
at 7:30 pm and 9:15 pm: 0 30 19,21 * * ? *
    Thu 14 Jan 2027 19:30, Thu 14 Jan 2027 21:30, Fri 15 Jan 2027 19:30, Fri 15 Jan 2027 21:30
every Thursday: 0 * * ? * THU *
    Thu 14 Jan 2027 12:01, Thu 14 Jan 2027 12:02, Thu 14 Jan 2027 12:03, Thu 14 Jan 2027 12:04
SEEN
