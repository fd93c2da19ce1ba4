#!/bin/sh
# golang-ical 0.3.4 writes a parameter that it read in quotes without them, with a backslash before each colon, semicolon and comma: `SENT-BY="mailto:bert@example.org"` comes out
# as `SENT-BY=mailto\:bert@example.org`, and `CN="Berg: Anna"` as `CN=Berg\: Anna`. RFC 5545, 3.2: a value with one of these MUST be in quotes, and a backslash means nothing in a
# parameter (3.3.11 has it for texts alone), so the value ends at the colon. ical.js 2.2.1 (Thunderbird's) and biweekly 0.6.8 then read the rest of the line as the guest's address:
# of a reply that a gateway parsed and serialized, the guest is gone, and mostly the answer (PARTSTAT) too. For a name with a semicolon ical.js finds the guest and no answer.
# icalendar 7.3.2 for Python takes the backslashes off and hides it, so a test with that alone is content. Nothing is raised: the host sees no answer, or one of a stranger.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
cat > go.mod <<'MOD'
module example.org/lab

go 1.24

require (
	github.com/arran4/golang-ical v0.3.4
)
MOD
cat > main.go <<'GO'
package main

import (
	"fmt"
	"os"
	"strings"

	ics "github.com/arran4/golang-ical"
)

func main() {
	for n, parameters := range []string{`CN=Anna Berg`, `CN="Berg: Anna"`, `CN="Berg; Anna"`, `SENT-BY="mailto:bert@example.org"`, `DELEGATED-FROM="mailto:bert@example.org"`} {
		text := strings.Join([]string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example//EN", "METHOD:REPLY", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20261101T000000Z",
			"DTSTART:20270110T190000Z", "ORGANIZER:mailto:host@example.org", "ATTENDEE;" + parameters + ";PARTSTAT=ACCEPTED:mailto:anna@example.org", "END:VEVENT", "END:VCALENDAR", ""}, "\r\n")
		calendar, err := ics.ParseCalendar(strings.NewReader(text))
		if err != nil {
			panic(err)
		}
		for name, written := range map[string]string{"before": text, "after": calendar.Serialize(ics.WithNewLineWindows)} {
			if err := os.WriteFile(fmt.Sprintf("%d-%s.ics", n, name), []byte(written), 0o600); err != nil {
				panic(err)
			}
		}
	}
}
GO
go mod tidy > install.log 2>&1 && go build -o lab . >> install.log 2>&1 || { cat install.log; exit 2; }
TZ=UTC ./lab
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error ical.js@2.2.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > read.mjs <<'JS'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

for (const n of [0, 1, 2, 3, 4])
  for (const when of ["before", "after"]) {
    const text = readFileSync(`${n}-${when}.ics`, "utf8");
    const attendee = ICAL.Component.fromString(text).getFirstSubcomponent("vevent").getFirstProperty("attendee");
    console.log(text.replaceAll("\r\n ", "").match(/^ATTENDEE.*/m)[0]);
    console.log(`  ical.js: ${attendee.getFirstValue()} answers ${attendee.getParameter("partstat")}`);
  }
JS
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>lab</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>net.sf.biweekly</groupId><artifactId>biweekly</artifactId><version>0.6.8</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib > install.log 2>&1 || { cat install.log; exit 2; }
cat > Read.java <<'JAVA'
import biweekly.Biweekly;
import java.nio.file.Path;

class Read {
  public static void main(String[] args) throws Exception {
    for (var n = 0; n < 5; n++)
      for (var when : new String[] {"before", "after"}) {
        var guests = Biweekly.parse(Path.of(n + "-" + when + ".ics").toFile()).first().getEvents().get(0).getAttendees();
        for (var guest : guests) System.out.println("biweekly " + n + " " + when + ": " + guest.getEmail() + " (" + guest.getUri() + ") answers " + guest.getParticipationStatus());
      }
  }
}
JAVA
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet icalendar==7.3.2 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > read.py <<'PY'
import icalendar

for n in range(5):
    guest = icalendar.Calendar.from_ical(open(f"{n}-after.ics", "rb").read()).events[0]["ATTENDEE"]
    print(f"icalendar {n} after: {guest} answers {guest.params.get('PARTSTAT')}")
PY
TZ=UTC node read.mjs > seen
TZ=UTC java -cp 'lib/*' Read.java >> seen 2> said || { cat said; exit 1; }
TZ=UTC env/bin/python read.py >> seen
cat seen
diff - seen <<'SEEN'
ATTENDEE;CN=Anna Berg;PARTSTAT=ACCEPTED:mailto:anna@example.org
  ical.js: mailto:anna@example.org answers ACCEPTED
ATTENDEE;CN=Anna Berg;PARTSTAT=ACCEPTED:mailto:anna@example.org
  ical.js: mailto:anna@example.org answers ACCEPTED
ATTENDEE;CN="Berg: Anna";PARTSTAT=ACCEPTED:mailto:anna@example.org
  ical.js: mailto:anna@example.org answers ACCEPTED
ATTENDEE;CN=Berg\: Anna;PARTSTAT=ACCEPTED:mailto:anna@example.org
  ical.js:  Anna;PARTSTAT=ACCEPTED:mailto:anna@example.org answers undefined
ATTENDEE;CN="Berg; Anna";PARTSTAT=ACCEPTED:mailto:anna@example.org
  ical.js: mailto:anna@example.org answers ACCEPTED
ATTENDEE;CN=Berg\; Anna;PARTSTAT=ACCEPTED:mailto:anna@example.org
  ical.js: mailto:anna@example.org answers undefined
ATTENDEE;SENT-BY="mailto:bert@example.org";PARTSTAT=ACCEPTED:mailto:anna@example.org
  ical.js: mailto:anna@example.org answers ACCEPTED
ATTENDEE;PARTSTAT=ACCEPTED;SENT-BY=mailto\:bert@example.org:mailto:anna@example.org
  ical.js: bert@example.org:mailto:anna@example.org answers ACCEPTED
ATTENDEE;DELEGATED-FROM="mailto:bert@example.org";PARTSTAT=ACCEPTED:mailto:anna@example.org
  ical.js: mailto:anna@example.org answers ACCEPTED
ATTENDEE;DELEGATED-FROM=mailto\:bert@example.org;PARTSTAT=ACCEPTED:mailto:anna@example.org
  ical.js: bert@example.org;PARTSTAT=ACCEPTED:mailto:anna@example.org answers undefined
biweekly 0 before: anna@example.org (null) answers ACCEPTED
biweekly 0 after: anna@example.org (null) answers ACCEPTED
biweekly 1 before: anna@example.org (null) answers ACCEPTED
biweekly 1 after: null ( Anna;PARTSTAT=ACCEPTED:mailto:anna@example.org) answers null
biweekly 2 before: anna@example.org (null) answers ACCEPTED
biweekly 2 after: anna@example.org (null) answers ACCEPTED
biweekly 3 before: anna@example.org (null) answers ACCEPTED
biweekly 3 after: null (bert@example.org:mailto:anna@example.org) answers ACCEPTED
biweekly 4 before: anna@example.org (null) answers ACCEPTED
biweekly 4 after: null (bert@example.org;PARTSTAT=ACCEPTED:mailto:anna@example.org) answers null
icalendar 0 after: mailto:anna@example.org answers ACCEPTED
icalendar 1 after: mailto:anna@example.org answers ACCEPTED
icalendar 2 after: mailto:anna@example.org answers ACCEPTED
icalendar 3 after: mailto:anna@example.org answers ACCEPTED
icalendar 4 after: mailto:anna@example.org answers ACCEPTED
SEEN
