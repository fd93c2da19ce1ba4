#!/bin/sh
# ical4j 4.3.0 reads the rule of a zone "in March on the second Sunday" (BYMONTH=3;BYDAY=2SU, as nearly every calendar writes New York's) as the first Sunday,
# in all years after the present one: entries of that week are an hour early. RFC 5545, 3.3.10: a number before a day counts it within the month. Years up to
# the present one are right, and so are all years where the same rule is spelled BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU. A last Sunday (-1SU) is right as well.
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
    <dependency><groupId>org.mnode.ical4j</groupId><artifactId>ical4j</artifactId><version>4.3.0</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib > install.log 2>&1 || { cat install.log; exit 2; }
cat > Try.java <<'JAVA'
import java.io.StringReader;
import java.time.*;
import java.time.temporal.TemporalAdjusters;
import net.fortuna.ical4j.data.CalendarBuilder;
import net.fortuna.ical4j.model.Property;
import net.fortuna.ical4j.model.component.VEvent;
import net.fortuna.ical4j.model.property.DtStart;

class Try {
  static final ZoneId NEW_YORK = ZoneId.of("America/New_York");

  /** At 19:00, on the Tuesday between the first and the second Sunday of March. */
  static ZonedDateTime evening(int year) {
    return LocalDate.of(year, 3, 1).with(TemporalAdjusters.firstInMonth(DayOfWeek.SUNDAY)).plusDays(2).atTime(19, 0).atZone(NEW_YORK);
  }

  static String read(String rule, ZonedDateTime at) throws Exception {
    var lines = String.join("\r\n", "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example//EN", "BEGIN:VTIMEZONE", "TZID:America/New_York",
      "BEGIN:DAYLIGHT", "DTSTART:20070311T020000", "TZOFFSETFROM:-0500", "TZOFFSETTO:-0400", "RRULE:FREQ=YEARLY;BYMONTH=3;" + rule, "END:DAYLIGHT",
      "BEGIN:STANDARD", "DTSTART:20071104T020000", "TZOFFSETFROM:-0400", "TZOFFSETTO:-0500", "RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=1SU", "END:STANDARD",
      "END:VTIMEZONE", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20261101T000000Z",
      "DTSTART;TZID=America/New_York:" + at.toLocalDate().toString().replace("-", "") + "T190000", "SUMMARY:Rehearsal", "END:VEVENT", "END:VCALENDAR", "");
    VEvent event = (VEvent) new CalendarBuilder().build(new StringReader(lines)).getComponent("VEVENT").get();
    DtStart<?> start = event.getRequiredProperty(Property.DTSTART);
    return Duration.between(at, ((ZonedDateTime) start.getDate()).toInstant().atZone(NEW_YORK)).toMinutes() + " minutes off";
  }

  public static void main(String[] args) throws Exception {
    System.setProperty("net.fortuna.ical4j.timezone.cache.impl", "net.fortuna.ical4j.util.MapTimeZoneCache");
    System.setProperty("net.fortuna.ical4j.timezone.update.enabled", "false");
    int now = Year.now().getValue();
    for (var rule : new String[] {"BYDAY=2SU", "BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU"})
      for (int years : new int[] {-1, 1, 2, 5}) System.out.println(rule + ", " + (years < 0 ? "last year" : "in " + years + " years") + ": " + read(rule, evening(now + years)));
  }
}
JAVA
TZ=UTC java -cp 'lib/*' Try.java > seen 2> said || { cat said; exit 1; }
cat seen
diff - seen <<'SEEN'
BYDAY=2SU, last year: 0 minutes off
BYDAY=2SU, in 1 years: -60 minutes off
BYDAY=2SU, in 2 years: -60 minutes off
BYDAY=2SU, in 5 years: -60 minutes off
BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU, last year: 0 minutes off
BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU, in 1 years: 0 minutes off
BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU, in 2 years: 0 minutes off
BYMONTHDAY=8,9,10,11,12,13,14;BYDAY=SU, in 5 years: 0 minutes off
SEEN
