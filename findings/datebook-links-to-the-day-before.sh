#!/bin/sh
# datebook 8.0.1, which makes files and links for "add to my calendar", puts a whole day on two dates: of `start: new Date("2027-07-10T00:00:00")` (by its documentation a whole day is an event without `end`, and
# its examples write a start like this, in local time), a guest in Berlin gets 10 July in the .ics file and Yahoo's link, and 9 July in Google's and Outlook's. These take the date in UTC, where it is
# still the day before at any midnight from Berlin to Auckland. With `new Date("2027-07-10")` it is the file that has the 9th, in America. Two functions tell the date (`formatDate`,
# `formatDateNoUtc`); by its changelog, whole days were mended in .ics files, and the links stayed. In UTC all agree. The end is 24 hours later: of the day when the clocks go back, DTEND
# is the day itself, which by RFC 5545, 3.8.2.2, MUST be later than DTSTART. Nothing is raised, and guests who keep Google's or Outlook's calendar come a day early.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error datebook@8.0.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { GoogleCalendar, ICalendar, OutlookCalendar, YahooCalendar } from "datebook";

console.log(process.env.TZ);
for (const written of ["2027-07-10T00:00:00", "2027-07-10T12:00:00", "2027-07-10", "2027-10-31T00:00:00"]) {
  const fair = { title: "Fair", start: new Date(written) };
  const file = new ICalendar(fair).render();
  const link = (calendar) => new URL(calendar.render()).searchParams;
  const google = link(new GoogleCalendar(fair)).get("dates");
  const outlook = link(new OutlookCalendar(fair)).get("startdt");
  console.log(`  ${written}: file ${file.match(/DTSTART.*?:(\d+)/)[1]} to ${file.match(/DTEND.*?:(\d+)/)[1]}, Yahoo ${link(new YahooCalendar(fair)).get("st")}, Google ${google}, Outlook ${outlook}`);
}
JS
for zone in UTC Europe/Berlin Pacific/Auckland America/New_York; do TZ=$zone node try.mjs; done > seen
cat seen
diff - seen <<'SEEN'
UTC
  2027-07-10T00:00:00: file 20270710 to 20270711, Yahoo 20270710, Google 20270710/20270711, Outlook 2027-07-10
  2027-07-10T12:00:00: file 20270710 to 20270711, Yahoo 20270710, Google 20270710/20270711, Outlook 2027-07-10
  2027-07-10: file 20270710 to 20270711, Yahoo 20270710, Google 20270710/20270711, Outlook 2027-07-10
  2027-10-31T00:00:00: file 20271031 to 20271101, Yahoo 20271031, Google 20271031/20271101, Outlook 2027-10-31
Europe/Berlin
  2027-07-10T00:00:00: file 20270710 to 20270711, Yahoo 20270710, Google 20270709/20270710, Outlook 2027-07-09
  2027-07-10T12:00:00: file 20270710 to 20270711, Yahoo 20270710, Google 20270710/20270711, Outlook 2027-07-10
  2027-07-10: file 20270710 to 20270711, Yahoo 20270710, Google 20270710/20270711, Outlook 2027-07-10
  2027-10-31T00:00:00: file 20271031 to 20271031, Yahoo 20271031, Google 20271030/20271031, Outlook 2027-10-30
Pacific/Auckland
  2027-07-10T00:00:00: file 20270710 to 20270711, Yahoo 20270710, Google 20270709/20270710, Outlook 2027-07-09
  2027-07-10T12:00:00: file 20270710 to 20270711, Yahoo 20270710, Google 20270710/20270711, Outlook 2027-07-10
  2027-07-10: file 20270710 to 20270711, Yahoo 20270710, Google 20270710/20270711, Outlook 2027-07-10
  2027-10-31T00:00:00: file 20271031 to 20271101, Yahoo 20271031, Google 20271030/20271031, Outlook 2027-10-30
America/New_York
  2027-07-10T00:00:00: file 20270710 to 20270711, Yahoo 20270710, Google 20270710/20270711, Outlook 2027-07-10
  2027-07-10T12:00:00: file 20270710 to 20270711, Yahoo 20270710, Google 20270710/20270711, Outlook 2027-07-10
  2027-07-10: file 20270709 to 20270710, Yahoo 20270709, Google 20270710/20270711, Outlook 2027-07-10
  2027-10-31T00:00:00: file 20271031 to 20271101, Yahoo 20271031, Google 20271031/20271101, Outlook 2027-10-31
SEEN
