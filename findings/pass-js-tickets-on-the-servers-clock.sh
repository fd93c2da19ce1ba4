#!/bin/sh
# pass-js 7.2.0 (@walletpass/pass-js, tickets for Apple Wallet) tells the hour of a field anew on the server's clock: of "2027-07-10T19:00:00+02:00" with `ignoresTimeZone` a server in
# UTC makes 17:00+00:00, one in New York 13:00-04:00. Apple's reference of PassFieldContent: with ignoresTimeZone the time appears in the zone of the value, as one wants it for a hall;
# so the ticket says 17:00 and guests come two hours early. The readme asks for "ISO 8601 strings with a timezone", and such a string stays as it is in expirationDate, and in
# a field without dateStyle. It goes unseen where server and hall are in one zone. A server in St. John's, two and a half hours behind UTC, writes the offset as -03:-30, which
# is no date by the W3C's note on dates and times (that Apple asks for), nor to JavaScript. Nothing is raised. Set the value afterwards (`setValue`) to keep the text.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error @walletpass/pass-js@7.2.0 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { Template } from "@walletpass/pass-js";

const starts = "2027-07-10T19:00:00+02:00";
const ticket = new Template("eventTicket", {
  passTypeIdentifier: "pass.org.example",
  teamIdentifier: "ABCDE12345",
  organizationName: "Example",
  description: "Dinner",
  serialNumber: "1",
}).createPass();
ticket.expirationDate = starts;
ticket.relevantDate = new Date(starts);
ticket.primaryFields.add({ key: "starts", label: "Starts", value: starts, dateStyle: "PKDateStyleShort", timeStyle: "PKDateStyleShort", ignoresTimeZone: true });
ticket.backFields.add({ key: "plain", label: "Starts", value: starts });
const { expirationDate, relevantDate, eventTicket } = JSON.parse(JSON.stringify(ticket));
const [field] = eventTicket.primaryFields;
const moment = (text) => (Number.isNaN(Date.parse(text)) ? "no date" : new Date(text).toISOString().slice(0, 16) + "Z");
console.log(process.env.TZ);
console.log("  field:         ", field.value, moment(field.value), "ignoresTimeZone:", field.ignoresTimeZone);
console.log("  plain field:   ", eventTicket.backFields[0].value);
console.log("  expirationDate:", expirationDate);
console.log("  relevantDate:  ", relevantDate, moment(relevantDate));
JS
for zone in Europe/Berlin UTC Asia/Kolkata America/New_York America/St_Johns; do TZ=$zone node try.mjs; done > seen
cat seen
diff - seen <<'SEEN'
Europe/Berlin
  field:          2027-07-10T19:00+02:00 2027-07-10T17:00Z ignoresTimeZone: true
  plain field:    2027-07-10T19:00:00+02:00
  expirationDate: 2027-07-10T19:00:00+02:00
  relevantDate:   2027-07-10T19:00+02:00 2027-07-10T17:00Z
UTC
  field:          2027-07-10T17:00+00:00 2027-07-10T17:00Z ignoresTimeZone: true
  plain field:    2027-07-10T19:00:00+02:00
  expirationDate: 2027-07-10T19:00:00+02:00
  relevantDate:   2027-07-10T17:00+00:00 2027-07-10T17:00Z
Asia/Kolkata
  field:          2027-07-10T22:30+05:30 2027-07-10T17:00Z ignoresTimeZone: true
  plain field:    2027-07-10T19:00:00+02:00
  expirationDate: 2027-07-10T19:00:00+02:00
  relevantDate:   2027-07-10T22:30+05:30 2027-07-10T17:00Z
America/New_York
  field:          2027-07-10T13:00-04:00 2027-07-10T17:00Z ignoresTimeZone: true
  plain field:    2027-07-10T19:00:00+02:00
  expirationDate: 2027-07-10T19:00:00+02:00
  relevantDate:   2027-07-10T13:00-04:00 2027-07-10T17:00Z
America/St_Johns
  field:          2027-07-10T14:30-03:-30 no date ignoresTimeZone: true
  plain field:    2027-07-10T19:00:00+02:00
  expirationDate: 2027-07-10T19:00:00+02:00
  relevantDate:   2027-07-10T14:30-03:-30 no date
SEEN
