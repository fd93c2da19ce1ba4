#!/bin/sh
# biweekly 0.6.8 forgets "every second" where a rule also says on which days or in which months: `FREQ=DAILY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR` is each working day, every tenth day but for
# weekends as well, and the first Tuesday of every second month, but for the summer (`FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU;BYMONTH=…`), is that of each month. COUNT is then reached too soon.
# RFC 5545, 3.3.10: INTERVAL says at which intervals the rule repeats, BYDAY and BYMONTH only limit what a daily rule gives, and BYMONTH what a monthly one does: of every second day
# those that are working days remain. People stand at closed doors on half of the dates, and no error is raised. Without the limits the same rules are right; so are WEEKLY ones
# with them. lib-recur 0.17.1 has the dates of the RFC.
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
    <dependency><groupId>org.dmfs</groupId><artifactId>lib-recur</artifactId><version>0.17.1</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib > install.log 2>&1 || { cat install.log; exit 2; }
cat > Try.java <<'JAVA'
import biweekly.Biweekly;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.StringJoiner;
import java.util.TimeZone;
import org.dmfs.rfc5545.DateTime;
import org.dmfs.rfc5545.recur.RecurrenceRule;

class Try {
  static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH).withZone(ZoneOffset.UTC);

  static String biweekly(String rule) {
    var text = String.join("\r\n", "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//example//example//EN", "BEGIN:VEVENT", "UID:1", "DTSTAMP:20261101T000000Z",
      "DTSTART:20270105T180000Z", "RRULE:" + rule, "SUMMARY:Rehearsal", "END:VEVENT", "END:VCALENDAR", "");
    var days = new StringJoiner(", ");
    for (var date = Biweekly.parse(text).first().getEvents().get(0).getDateIterator(TimeZone.getTimeZone("UTC")); date.hasNext();)
      days.add(DAY.format(date.next().toInstant()));
    return days.toString();
  }

  static String libRecur(String rule) throws Exception {
    var days = new StringJoiner(", ");
    for (var date = new RecurrenceRule(rule).iterator(DateTime.parse("UTC", "20270105T180000")); date.hasNext();)
      days.add(DAY.format(Instant.ofEpochMilli(date.nextMillis())));
    return days.toString();
  }

  public static void main(String[] args) throws Exception {
    for (var rule : new String[] {"FREQ=DAILY;INTERVAL=2;COUNT=5", "FREQ=DAILY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR;COUNT=5", "FREQ=DAILY;INTERVAL=10;BYDAY=MO,TU,WE,TH,FR;COUNT=5",
      "FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;BYMONTH=1,2,3;COUNT=5", "FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU;COUNT=5", "FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU;BYMONTH=1,2,3,4,5,9,10,11,12;COUNT=5"})
      System.out.println(rule + "\n  biweekly:  " + biweekly(rule) + "\n  lib-recur: " + libRecur(rule));
  }
}
JAVA
TZ=UTC java -cp 'lib/*' Try.java > seen 2> said || { cat said; exit 1; }
cat seen
diff - seen <<'SEEN'
FREQ=DAILY;INTERVAL=2;COUNT=5
  biweekly:  Tue 5 Jan, Thu 7 Jan, Sat 9 Jan, Mon 11 Jan, Wed 13 Jan
  lib-recur: Tue 5 Jan, Thu 7 Jan, Sat 9 Jan, Mon 11 Jan, Wed 13 Jan
FREQ=DAILY;INTERVAL=2;BYDAY=MO,TU,WE,TH,FR;COUNT=5
  biweekly:  Tue 5 Jan, Wed 6 Jan, Thu 7 Jan, Fri 8 Jan, Mon 11 Jan
  lib-recur: Tue 5 Jan, Thu 7 Jan, Mon 11 Jan, Wed 13 Jan, Fri 15 Jan
FREQ=DAILY;INTERVAL=10;BYDAY=MO,TU,WE,TH,FR;COUNT=5
  biweekly:  Tue 5 Jan, Wed 6 Jan, Thu 7 Jan, Fri 8 Jan, Mon 11 Jan
  lib-recur: Tue 5 Jan, Fri 15 Jan, Mon 25 Jan, Thu 4 Feb, Wed 24 Feb
FREQ=WEEKLY;INTERVAL=2;BYDAY=TU;BYMONTH=1,2,3;COUNT=5
  biweekly:  Tue 5 Jan, Tue 19 Jan, Tue 2 Feb, Tue 16 Feb, Tue 2 Mar
  lib-recur: Tue 5 Jan, Tue 19 Jan, Tue 2 Feb, Tue 16 Feb, Tue 2 Mar
FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU;COUNT=5
  biweekly:  Tue 5 Jan, Tue 2 Mar, Tue 4 May, Tue 6 Jul, Tue 7 Sep
  lib-recur: Tue 5 Jan, Tue 2 Mar, Tue 4 May, Tue 6 Jul, Tue 7 Sep
FREQ=MONTHLY;INTERVAL=2;BYDAY=1TU;BYMONTH=1,2,3,4,5,9,10,11,12;COUNT=5
  biweekly:  Tue 5 Jan, Tue 2 Feb, Tue 2 Mar, Tue 6 Apr, Tue 4 May
  lib-recur: Tue 5 Jan, Tue 2 Mar, Tue 4 May, Tue 7 Sep, Tue 2 Nov
SEEN
