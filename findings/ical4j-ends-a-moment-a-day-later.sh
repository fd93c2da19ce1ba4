#!/bin/sh
# ical4j 4.2.5 gives an event that has a time but no end a whole day: begun at 10:00, it ends at 10:00 on the morrow. Its recurrence set says no length at all.
# RFC 5545, 3.6.1: without DTEND and DURATION such an event ends when it begins; the day is for events whose start is a date. Deadlines and reminders are such events.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>lab</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.mnode.ical4j</groupId><artifactId>ical4j</artifactId><version>4.2.5</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib > install.log 2>&1 || { cat install.log; exit 2; }
cat > Try.java <<'JAVA'
import java.io.StringReader;
import java.time.ZonedDateTime;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Period;
import net.fortuna.ical4j.model.component.VEvent;

class Try {
  public static void main(String[] args) throws Exception {
    System.setProperty("net.fortuna.ical4j.timezone.cache.impl", "net.fortuna.ical4j.util.MapTimeZoneCache");
    var year = new Period<>(ZonedDateTime.parse("2027-01-01T00:00:00Z"), ZonedDateTime.parse("2028-01-01T00:00:00Z"));
    for (var start : new String[] {"DTSTART:20270110T100000Z", "DTSTART;VALUE=DATE:20270110"}) {
      var lines = String.join("\r\n", "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example//EN", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20261101T000000Z",
        start, "SUMMARY:Answers are due", "END:VEVENT", "END:VCALENDAR", "");
      VEvent event = (VEvent) new CalendarBuilder().build(new StringReader(lines)).getComponent("VEVENT").get();
      System.out.println(start + " ends " + event.getEndDate().get().getDate() + ", in the set " + event.calculateRecurrenceSet(year));
    }
  }
}
JAVA
TZ=UTC java -cp 'lib/*' Try.java > seen 2> said || { cat said; exit 1; }
cat seen
diff - seen <<'SEEN'
DTSTART:20270110T100000Z ends 2027-01-11T10:00Z, in the set [20270110T100000Z/PT0S]
DTSTART;VALUE=DATE:20270110 ends 2027-01-11, in the set [20270110/P1D]
SEEN
