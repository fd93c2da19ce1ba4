#!/bin/sh
# biweekly 0.6.8 reads no busy hour of a free/busy answer in jCal, iCalendar's form in JSON: FREEBUSY comes out empty, and nothing is in its list of warnings. RFC 7265, 3.6.9: a period is an
# array of two, its start, and its end or duration. ical.js 2.2.1, by an author of that RFC, and icalendar 7.3.2 write it so; biweekly waits for one text with a slash, as in iCalendar,
# and of an array, where it finds no such text, it makes no value and no complaint (`JCalValue.asMulti` keeps only what is a single value). Its own readers and writers agree with one another, so a
# test with itself is content; its jCal, though, ical.js cannot read. An evening that was added with an end of its own (RDATE;VALUE=PERIOD) is lost in the same way, and written on as an empty
# RDATE. A service in Java that asks one in JavaScript or Python whether hall and guests are free is told that they are. In iCalendar the same hours are read right.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
printf '%s\r\n' BEGIN:VCALENDAR VERSION:2.0 PRODID:-//example//example//EN METHOD:REPLY BEGIN:VFREEBUSY UID:1 DTSTAMP:20270101T000000Z DTSTART:20270112T000000Z DTEND:20270113T000000Z \
  ORGANIZER:mailto:host@example.org ATTENDEE:mailto:hall@example.org 'FREEBUSY;FBTYPE=BUSY:20270112T180000Z/PT2H' 'FREEBUSY;FBTYPE=BUSY:20270112T203000Z/20270112T213000Z' END:VFREEBUSY \
  BEGIN:VEVENT UID:2 DTSTAMP:20270101T000000Z DTSTART:20270112T180000Z DURATION:PT2H 'RDATE;VALUE=PERIOD:20270113T180000Z/PT3H' END:VEVENT END:VCALENDAR > answer.ics
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error ical.js@2.2.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > write.mjs <<'JS'
import { readFileSync, writeFileSync } from "node:fs";
import ICAL from "ical.js";

writeFileSync("ical.js.json", JSON.stringify(ICAL.parse(readFileSync("answer.ics", "utf8"))));
JS
cat > read.mjs <<'JS'
import { readFileSync } from "node:fs";
import ICAL from "ical.js";

try {
  const busy = new ICAL.Component(JSON.parse(readFileSync("biweekly.json", "utf8"))).getFirstSubcomponent("vfreebusy").getAllProperties("freebusy");
  console.log("ical.js reads", busy.map((property) => property.getFirstValue().toString()).join(" "));
} catch (error) {
  console.log("ical.js reads", error.message);
}
JS
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet icalendar==7.3.2 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > write.py <<'PY'
import icalendar
import json

with open("icalendar.json", "w") as file:
    json.dump(icalendar.Calendar.from_ical(open("answer.ics", "rb").read()).to_jcal(), file)
PY
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
import biweekly.ICalendar;
import biweekly.io.ParseWarning;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class Read {
  static void show(String what, ICalendar calendar, List<List<ParseWarning>> warnings) {
    var busy = new ArrayList<String>();
    for (var property : calendar.getFreeBusies().get(0).getFreeBusy())
      for (var period : property.getValues()) busy.add(period.getStartDate().toInstant() + (period.getDuration() == null ? " to " + period.getEndDate().toInstant() : " for " + period.getDuration()));
    var added = calendar.getEvents().get(0).getRecurrenceDates().get(0).getPeriods().size();
    System.out.println(what + ": busy " + busy + ", added evenings " + added + ", warnings " + warnings.get(0).size());
  }

  public static void main(String[] args) throws Exception {
    var warnings = new ArrayList<List<ParseWarning>>();
    var calendar = Biweekly.parse(Path.of("answer.ics").toFile()).warnings(warnings).first();
    show("answer.ics", calendar, warnings);
    Biweekly.writeJson(calendar).go(Path.of("biweekly.json").toFile());
    for (var name : List.of("biweekly.json", "ical.js.json", "icalendar.json")) {
      var of = new ArrayList<List<ParseWarning>>();
      show(name, Biweekly.parseJson(Path.of(name).toFile()).warnings(of).first(), of);
    }
    for (var line : Biweekly.write(Biweekly.parseJson(Files.readString(Path.of("ical.js.json"))).first()).go().split("\r\n"))
      if (line.startsWith("FREEBUSY") || line.startsWith("RDATE")) System.out.println("writes on: " + line);
  }
}
JAVA
TZ=UTC node write.mjs
TZ=UTC env/bin/python write.py
TZ=UTC java -cp 'lib/*' Read.java > seen 2> said || { cat said; exit 1; }
TZ=UTC node read.mjs >> seen
grep -o '\["freebusy",[^]]*\]' ical.js.json biweekly.json >> seen
cat seen
diff - seen <<'SEEN'
answer.ics: busy [2027-01-12T18:00:00Z for PT2H, 2027-01-12T20:30:00Z to 2027-01-12T21:30:00Z], added evenings 1, warnings 0
biweekly.json: busy [2027-01-12T18:00:00Z for PT2H, 2027-01-12T20:30:00Z to 2027-01-12T21:30:00Z], added evenings 1, warnings 0
ical.js.json: busy [], added evenings 0, warnings 0
icalendar.json: busy [], added evenings 0, warnings 0
writes on: FREEBUSY;FBTYPE=BUSY:
writes on: FREEBUSY;FBTYPE=BUSY:
writes on: RDATE:
ical.js reads invalid date-time value: "2"
ical.js.json:["freebusy",{"fbtype":"BUSY"},"period",["2027-01-12T18:00:00Z","PT2H"]
ical.js.json:["freebusy",{"fbtype":"BUSY"},"period",["2027-01-12T20:30:00Z","2027-01-12T21:30:00Z"]
biweekly.json:["freebusy",{"fbtype":"BUSY"},"period","2027-01-12T18:00:00Z/PT2H"]
biweekly.json:["freebusy",{"fbtype":"BUSY"},"period","2027-01-12T20:30:00Z/2027-01-12T21:30:00Z"]
SEEN
