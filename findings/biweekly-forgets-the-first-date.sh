#!/bin/sh
# biweekly 0.6.8 leaves out the first date of an event whose further dates are all listed (RDATE) and not given by a rule: of three evenings, two are there.
# RFC 5545, 3.8.5.2: the recurrence set is DTSTART together with RRULE and RDATE. With a rule beside the list, the first date is there.
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
    <dependency><groupId>net.sf.biweekly</groupId><artifactId>biweekly</artifactId><version>0.6.8</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib > install.log 2>&1 || { cat install.log; exit 2; }
cat > Try.java <<'JAVA'
import biweekly.Biweekly;
import java.util.TimeZone;

class Try {
  public static void main(String[] args) {
    for (var rule : new String[] {"", "RRULE:FREQ=WEEKLY;COUNT=1\r\n"}) {
      var lines = String.join("\r\n", "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example//EN", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20261101T000000Z",
        "DTSTART:20270110T190000Z", rule + "RDATE:20270114T190000Z,20270121T190000Z", "DURATION:PT1H", "SUMMARY:Rehearsal", "END:VEVENT", "END:VCALENDAR", "");
      var dates = Biweekly.parse(lines).first().getEvents().get(0).getDateIterator(TimeZone.getTimeZone("UTC"));
      System.out.print(rule.isEmpty() ? "no rule:" : "a rule:");
      while (dates.hasNext()) System.out.print(" " + dates.next().toInstant());
      System.out.println();
    }
  }
}
JAVA
TZ=UTC java -cp 'lib/*' Try.java > seen 2> said || { cat said; exit 1; }
cat seen
diff - seen <<'SEEN'
no rule: 2027-01-14T19:00:00Z 2027-01-21T19:00:00Z
a rule: 2027-01-10T19:00:00Z 2027-01-14T19:00:00Z 2027-01-21T19:00:00Z
SEEN
