#!/bin/sh
# human-date-parser 0.3.1 and chrono-english 0.2.1, which read dates in English for Rust, take "next month" for next Monday, and "last month" for the Monday before: asked on Wednesday 13 January, "next month" is 18 January.
# "In 1 month", "a month ago", "next week" and "next year" are right. The grammar of human-date-parser has "next", "this" and "last" with each unit of time, months among them, but it tries the days of the week first, where
# "mon" is a Monday, and asks for no end behind it, so that "th" is left over and dropped; an hour behind it goes the same way ("next month at 19:30" has none). chrono-english looks at three letters (its readme says so of
# months and units), and at weekdays first. Its fork interim 0.2.2, with the same readme, has 13 February. Both return Ok. Neither readme nor tracker tells of it, and the tests of human-date-parser have "next week" alone. A deadline
# for answers "next month" is over before the guests have read of it, and a report of "last month" has a week.
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
human-date-parser = "=0.3.1"
chrono-english = "=0.2.1"
interim = { version = "=0.2.2", features = ["chrono_0_4"] }
chrono = "0.4"

[profile.dev]
debug = false
TOML
mkdir src
cat > src/main.rs <<'RUST'
use chrono::{TimeZone, Utc};

fn main() {
    let now = Utc.with_ymd_and_hms(2027, 1, 13, 10, 0, 0).unwrap();
    for text in ["next month", "last month", "this month", "next month at 19:30", "in 1 month", "next week", "next year", "next monday", "next friday at 19:30", "next friday 19:30"] {
        let human = human_date_parser::from_human_time(text, now.naive_utc()).map_or_else(|_| "nothing".to_string(), |date| date.to_string());
        let english = chrono_english::parse_date_string(text, now, chrono_english::Dialect::Us).map_or_else(|_| "nothing".to_string(), |date| date.format("%F %T").to_string());
        let interim = interim::parse_date_string(text, now, interim::Dialect::Us).map_or_else(|_| "nothing".to_string(), |date| date.format("%F %T").to_string());
        println!("{text:22}human-date-parser: {human:21}chrono-english: {english:21}interim: {interim}");
    }
}
RUST
CARGO_TARGET_DIR="$lab/target" cargo build --quiet > install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC target/debug/lab > seen
cat seen
diff - seen <<'SEEN'
next month            human-date-parser: 2027-01-18           chrono-english: 2027-01-18 00:00:00  interim: 2027-02-13 00:00:00
last month            human-date-parser: 2027-01-11           chrono-english: 2027-01-11 00:00:00  interim: 2026-12-13 00:00:00
this month            human-date-parser: 2027-01-18           chrono-english: nothing              interim: 2027-01-13 00:00:00
next month at 19:30   human-date-parser: 2027-01-18           chrono-english: nothing              interim: nothing
in 1 month            human-date-parser: 2027-02-13 10:00:00  chrono-english: nothing              interim: nothing
next week             human-date-parser: 2027-01-20           chrono-english: nothing              interim: 2027-01-20 10:00:00
next year             human-date-parser: 2028-01-13           chrono-english: nothing              interim: 2028-01-13 00:00:00
next monday           human-date-parser: 2027-01-18           chrono-english: 2027-01-18 00:00:00  interim: 2027-01-18 00:00:00
next friday at 19:30  human-date-parser: 2027-01-15 19:30:00  chrono-english: nothing              interim: nothing
next friday 19:30     human-date-parser: 2027-01-15 19:30:00  chrono-english: 2027-01-15 19:30:00  interim: 2027-01-15 19:30:00
SEEN
