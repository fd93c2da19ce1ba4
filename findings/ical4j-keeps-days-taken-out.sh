#!/bin/sh
# ical4j 4.2.5 leaves a date in a series that EXDATE takes out in UTC, when the series itself is told in a zone: 12 January stays in the recurrence set.
# RFC 5545, 3.8.5.1: an EXDATE may be a time in UTC, and 19:00 in Berlin is 18:00Z in January. With the zone in EXDATE as well, the date is gone.
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
    System.setProperty("net.fortuna.ical4j.timezone.update.enabled", "false");
    var year = new Period<>(ZonedDateTime.parse("2027-01-01T00:00:00Z"), ZonedDateTime.parse("2028-01-01T00:00:00Z"));
    for (var exdate : new String[] {"EXDATE:20270112T180000Z", "EXDATE;TZID=Europe/Berlin:20270112T190000"}) {
      var lines = String.join("\r\n", "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example//EN", "BEGIN:VTIMEZONE", "TZID:Europe/Berlin",
        "BEGIN:STANDARD", "DTSTART:19701025T030000", "TZOFFSETFROM:+0200", "TZOFFSETTO:+0100", "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU", "END:STANDARD",
        "BEGIN:DAYLIGHT", "DTSTART:19700329T020000", "TZOFFSETFROM:+0100", "TZOFFSETTO:+0200", "RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU", "END:DAYLIGHT",
        "END:VTIMEZONE", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20261101T000000Z", "DTSTART;TZID=Europe/Berlin:20270105T190000", "DURATION:PT1H",
        "RRULE:FREQ=WEEKLY;COUNT=3", exdate, "SUMMARY:Rehearsal", "END:VEVENT", "END:VCALENDAR", "");
      VEvent event = (VEvent) new CalendarBuilder().build(new StringReader(lines)).getComponent("VEVENT").get();
      System.out.println(exdate);
      for (var period : event.calculateRecurrenceSet(year)) System.out.println("  " + period.toString().substring(0, 15));
    }
  }
}
JAVA
TZ=UTC java -cp 'lib/*' Try.java > seen 2> said || { cat said; exit 1; }
cat seen
diff - seen <<'SEEN'
EXDATE:20270112T180000Z
  20270105T190000
  20270112T190000
  20270119T190000
EXDATE;TZID=Europe/Berlin:20270112T190000
  20270105T190000
  20270119T190000
SEEN
