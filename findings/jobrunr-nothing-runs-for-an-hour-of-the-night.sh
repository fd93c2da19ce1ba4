#!/bin/sh
# JobRunr 8.7.0, background jobs for Java, lets a job by a cron expression rest in the night when the clocks go back: `*/15 * * * *` in Europe/Berlin runs on 31 October 2027 at 02:45 summer time and next at 03:00, which is an hour
# and a quarter later, and an hourly job has two hours without a run. A quarter of an hour is one, whatever a clock says. CronExpression.next() reckons in local time, and of an hour that comes twice the wall clock's first coming is taken, so the second has no moments. Quartz 2.5.2 leaves the
# first out instead, as long; Spring 7.0.10 runs on (but runs `30 2 * * *` twice). That a job at 02:30 runs once, and that spring is right, makes a look at both nights content.
# No error, no log line: mails that wait, reminders and held seats stand still for an hour; an alert on a job that is late fires for no fault. In UTC, or by an interval (Duration), a job does not rest.
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
    <dependency><groupId>org.jobrunr</groupId><artifactId>jobrunr</artifactId><version>8.7.0</version></dependency>
    <dependency><groupId>org.springframework</groupId><artifactId>spring-context</artifactId><version>7.0.10</version></dependency>
    <dependency><groupId>org.quartz-scheduler</groupId><artifactId>quartz</artifactId><version>2.5.2</version></dependency>
    <dependency><groupId>org.slf4j</groupId><artifactId>slf4j-nop</artifactId><version>2.0.16</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib > install.log 2>&1 || { cat install.log; exit 2; }
cat > Runs.java <<'JAVA'
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.TimeZone;
import java.util.function.UnaryOperator;

class Runs {
  static void print(String who, String from, ZoneId zone, int count, UnaryOperator<Instant> next) {
    var line = new StringBuilder(who);
    var moment = Instant.parse(from);
    for (var run = 0; run < count; run++) {
      var before = moment;
      moment = next.apply(moment);
      line.append(' ').append(DateTimeFormatter.ofPattern("HH:mmX").format(moment.atZone(zone)));
      if (run > 0) line.append(" (+").append(Duration.between(before, moment).toMinutes()).append(')');
    }
    System.out.println(line);
  }

  public static void main(String[] args) throws Exception {
    for (var job : new String[][] {{"*/15 * * * *", "2027-10-31T00:20:00Z", "Europe/Berlin"}, {"0 * * * *", "2027-10-30T23:20:00Z", "Europe/Berlin"},
        {"30 2 * * *", "2027-10-30T23:20:00Z", "Europe/Berlin"}, {"*/15 * * * *", "2027-03-28T00:20:00Z", "Europe/Berlin"}, {"*/10 * * * *", "2027-11-07T05:35:00Z", "America/New_York"}}) {
      System.out.println(job[0] + " in " + job[2]);
      var zone = ZoneId.of(job[2]);
      var jobrunr = new org.jobrunr.scheduling.cron.CronExpression(job[0]);
      print("  JobRunr ", job[1], zone, 5, moment -> jobrunr.next(moment, moment, zone));
      var interval = new org.jobrunr.scheduling.interval.Interval(Duration.ofMinutes(15));
      var created = Instant.parse("2027-10-31T00:00:00Z");
      if (job[1].equals("2027-10-31T00:20:00Z")) print("  interval", job[1], zone, 5, moment -> interval.next(created, moment, zone));
      var spring = org.springframework.scheduling.support.CronExpression.parse("0 " + job[0]);
      print("  Spring  ", job[1], zone, 5, moment -> spring.next(moment.atZone(zone)).toInstant());
      var quartz = new org.quartz.CronExpression("0 " + job[0].replaceAll("\\*$", "?"));
      quartz.setTimeZone(TimeZone.getTimeZone(zone));
      print("  Quartz  ", job[1], zone, 5, moment -> quartz.getNextValidTimeAfter(Date.from(moment)).toInstant());
    }
  }
}
JAVA
TZ=UTC java -cp 'lib/*' Runs.java > seen 2> said || { cat said; exit 1; }
cat seen
diff - seen <<'SEEN'
*/15 * * * * in Europe/Berlin
  JobRunr  02:30+02 02:45+02 (+15) 03:00+01 (+75) 03:15+01 (+15) 03:30+01 (+15)
  interval 02:30+02 02:45+02 (+15) 02:00+01 (+15) 02:15+01 (+15) 02:30+01 (+15)
  Spring   02:30+02 02:45+02 (+15) 02:00+01 (+15) 02:15+01 (+15) 02:30+01 (+15)
  Quartz   02:30+01 02:45+01 (+15) 03:00+01 (+15) 03:15+01 (+15) 03:30+01 (+15)
0 * * * * in Europe/Berlin
  JobRunr  02:00+02 03:00+01 (+120) 04:00+01 (+60) 05:00+01 (+60) 06:00+01 (+60)
  Spring   02:00+02 02:00+01 (+60) 03:00+01 (+60) 04:00+01 (+60) 05:00+01 (+60)
  Quartz   02:00+01 03:00+01 (+60) 04:00+01 (+60) 05:00+01 (+60) 06:00+01 (+60)
30 2 * * * in Europe/Berlin
  JobRunr  02:30+02 02:30+01 (+1500) 02:30+01 (+1440) 02:30+01 (+1440) 02:30+01 (+1440)
  Spring   02:30+02 02:30+01 (+60) 02:30+01 (+1440) 02:30+01 (+1440) 02:30+01 (+1440)
  Quartz   02:30+01 02:30+01 (+1440) 02:30+01 (+1440) 02:30+01 (+1440) 02:30+01 (+1440)
*/15 * * * * in Europe/Berlin
  JobRunr  01:30+01 01:45+01 (+15) 03:00+02 (+15) 03:15+02 (+15) 03:30+02 (+15)
  Spring   01:30+01 01:45+01 (+15) 03:00+02 (+15) 03:15+02 (+15) 03:30+02 (+15)
  Quartz   01:30+01 01:45+01 (+15) 03:00+02 (+15) 03:15+02 (+15) 03:30+02 (+15)
*/10 * * * * in America/New_York
  JobRunr  01:40-04 01:50-04 (+10) 02:00-05 (+70) 02:10-05 (+10) 02:20-05 (+10)
  Spring   01:40-04 01:50-04 (+10) 01:00-05 (+10) 01:10-05 (+10) 01:20-05 (+10)
  Quartz   01:40-05 01:50-05 (+10) 02:00-05 (+10) 02:10-05 (+10) 02:20-05 (+10)
SEEN
