#!/bin/sh
# cron-utils 9.2.1 (Java) tells people another day than it runs on: it takes the step of a field of weekdays for a weekday. `0 9 * * 1-5/2` runs on Mondays, Wednesdays and Fridays, and its CronDescriptor says
# "every Tuesday days between Monday and Friday", for the 2 behind the slash; `*/3` is "every Wednesday", in German and French too, and under Quartz's numbers each is a day earlier. crontab(5):
# behind a range, /number says how many values are skipped. Each number of the field goes through the function that names weekdays, the period as well. Quartz's `L`, which its
# reference (CronExpression) has as "7" or "SAT" where it stands alone in this field, is told as "last Sunday of every month" and runs each Saturday. Its own ExecutionTime, which the script
# prints beside the words, is right for all, and so are the words for plain ranges and lists. No error is raised. Whoever confirms a schedule of reminders by these words confirms another one.
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
    <dependency><groupId>com.cronutils</groupId><artifactId>cron-utils</artifactId><version>9.2.1</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib > install.log 2>&1 || { cat install.log; exit 2; }
cat > Tell.java <<'JAVA'
import com.cronutils.descriptor.CronDescriptor;
import com.cronutils.model.CronType;
import com.cronutils.model.definition.CronDefinitionBuilder;
import com.cronutils.model.time.ExecutionTime;
import com.cronutils.parser.CronParser;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

class Tell {
  static void tell(CronType type, String text) {
    var cron = new CronParser(CronDefinitionBuilder.instanceDefinitionFor(type)).parse(text);
    var days = new StringBuilder();
    var at = ZonedDateTime.parse("2027-01-03T10:00:00Z");
    for (var n = 0; n < 5; n++) {
      at = ExecutionTime.forCron(cron).nextExecution(at).orElseThrow();
      days.append(at.format(DateTimeFormatter.ofPattern(" EEE d", Locale.ENGLISH)));
    }
    System.out.println("seen: " + type + " " + text + " runs on" + days);
    for (var language : new Locale[] {Locale.UK, Locale.GERMAN}) System.out.println("seen:   " + CronDescriptor.instance(language).describe(cron));
  }

  public static void main(String[] args) {
    for (var days : new String[] {"1-5/2", "MON-FRI/2", "*/3", "1-5", "1,3,5"}) tell(CronType.UNIX, "0 9 * * " + days);
    for (var days : new String[] {"2-6/2", "L", "6L"}) tell(CronType.QUARTZ, "0 0 9 ? * " + days);
  }
}
JAVA
TZ=UTC java -cp 'lib/*' Tell.java > said 2>&1 || { cat said; exit 1; }
sed -n 's/^seen: //p' said > seen
cat seen
diff - seen <<'SEEN'
UNIX 0 9 * * 1-5/2 runs on Mon 4 Wed 6 Fri 8 Mon 11 Wed 13
  at 09:00 every Tuesday days between Monday and Friday
  um 09:00 jede Dienstag Tage zwischen Montag und Freitag
UNIX 0 9 * * MON-FRI/2 runs on Mon 4 Wed 6 Fri 8 Mon 11 Wed 13
  at 09:00 every Tuesday days between Monday and Friday
  um 09:00 jede Dienstag Tage zwischen Montag und Freitag
UNIX 0 9 * * */3 runs on Wed 6 Sat 9 Sun 10 Wed 13 Sat 16
  at 09:00 every Wednesday days
  um 09:00 jede Mittwoch Tage
UNIX 0 9 * * 1-5 runs on Mon 4 Tue 5 Wed 6 Thu 7 Fri 8
  at 09:00 every day between Monday and Friday
  um 09:00 jede Tag zwischen Montag und Freitag
UNIX 0 9 * * 1,3,5 runs on Mon 4 Wed 6 Fri 8 Mon 11 Wed 13
  at 09:00 at Monday, Wednesday and Friday days
  um 09:00 um Montag, Mittwoch und Freitag Tage
QUARTZ 0 0 9 ? * 2-6/2 runs on Mon 4 Wed 6 Fri 8 Mon 11 Wed 13
  at 09:00 every Monday days between Monday and Friday
  um 09:00 jede Montag Tage zwischen Montag und Freitag
QUARTZ 0 0 9 ? * L runs on Sat 9 Sat 16 Sat 23 Sat 30 Sat 6
  at 09:00 last Sunday of every month
  um 09:00 letzten Sonntag jeden Monats
QUARTZ 0 0 9 ? * 6L runs on Fri 29 Fri 26 Fri 26 Fri 30 Fri 28
  at 09:00 last Friday of every month
  um 09:00 letzten Freitag jeden Monats
SEEN
