#!/bin/sh
# spring-context 7.0.10 (the cron expressions of Spring's @Scheduled and CronTrigger) leaves a month out if the day of `nW`, "the nearest weekday to day of the month n", is the month's last and a Sunday: "0 0 19 31W * *"
# does not run for January and October 2027, "30W" not for April 2028, and "28W" not for February 2027. The documentation of CronExpression.parse() takes the syntax of Quartz and says: "If n falls on Sunday,
# this yields the Monday after"; that would be the 1st, and it is not there either. Quartz 2.5.2, whose reference has it that W does not jump over the end of the month, runs on the Friday, the 29th. Where the
# day is the last and a Saturday, or a Sunday inside the month, Spring is right, and so is LW. weekdayNearestTo() looks for a Monday that is day n + 1, and there is no 32nd; for the 1st on a Saturday it has a case of
# its own (of issue 27966, which is closed), for the end of the month none. No exception and no log line: the run of two months of the year is missing, such as the month's list for the door or the bill for its hall.
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
    <dependency><groupId>org.springframework</groupId><artifactId>spring-context</artifactId><version>7.0.10</version></dependency>
    <dependency><groupId>org.quartz-scheduler</groupId><artifactId>quartz</artifactId><version>2.5.2</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib > install.log 2>&1 || { cat install.log; exit 2; }
cat > Try.java <<'JAVA'
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Locale;
import java.util.TimeZone;
import org.springframework.scheduling.support.CronExpression;

class Try {
  public static void main(String[] args) throws Exception {
    var written = DateTimeFormatter.ofPattern("EEE d MMM", Locale.ENGLISH);
    for (var asked : new String[][] {{"31W", "2027"}, {"30W", "2028"}, {"28W", "2027"}, {"15W", "2027"}, {"1W", "2027"}, {"LW", "2027"}}) {
      var end = LocalDate.of(Integer.parseInt(asked[1]) + 1, 1, 1).atStartOfDay();
      System.out.println("0 0 19 " + asked[0] + ", " + asked[1]);
      System.out.print("  spring:");
      var spring = CronExpression.parse("0 0 19 " + asked[0] + " * ?");
      for (var next = spring.next(end.minusYears(1)); next != null && next.isBefore(end); next = spring.next(next)) System.out.print(" " + next.format(written) + ",");
      System.out.print("\n  quartz:");
      var quartz = new org.quartz.CronExpression("0 0 19 " + asked[0] + " * ?");
      quartz.setTimeZone(TimeZone.getTimeZone("UTC"));
      for (var next = end.minusYears(1); ; ) {
        next = LocalDateTime.ofInstant(quartz.getNextValidTimeAfter(Date.from(next.toInstant(ZoneOffset.UTC))).toInstant(), ZoneOffset.UTC);
        if (!next.isBefore(end)) break;
        System.out.print(" " + next.format(written) + ",");
      }
      System.out.println();
    }
  }
}
JAVA
TZ=UTC java -cp 'lib/*' Try.java > seen 2> said || { cat said; exit 1; }
cat seen
diff - seen <<'SEEN'
0 0 19 31W, 2027
  spring: Wed 31 Mar, Mon 31 May, Fri 30 Jul, Tue 31 Aug, Fri 31 Dec,
  quartz: Fri 29 Jan, Wed 31 Mar, Mon 31 May, Fri 30 Jul, Tue 31 Aug, Fri 29 Oct, Fri 31 Dec,
0 0 19 30W, 2028
  spring: Mon 31 Jan, Thu 30 Mar, Tue 30 May, Fri 30 Jun, Mon 31 Jul, Wed 30 Aug, Fri 29 Sep, Mon 30 Oct, Thu 30 Nov, Fri 29 Dec,
  quartz: Mon 31 Jan, Thu 30 Mar, Fri 28 Apr, Tue 30 May, Fri 30 Jun, Mon 31 Jul, Wed 30 Aug, Fri 29 Sep, Mon 30 Oct, Thu 30 Nov, Fri 29 Dec,
0 0 19 28W, 2027
  spring: Thu 28 Jan, Mon 29 Mar, Wed 28 Apr, Fri 28 May, Mon 28 Jun, Wed 28 Jul, Fri 27 Aug, Tue 28 Sep, Thu 28 Oct, Mon 29 Nov, Tue 28 Dec,
  quartz: Thu 28 Jan, Fri 26 Feb, Mon 29 Mar, Wed 28 Apr, Fri 28 May, Mon 28 Jun, Wed 28 Jul, Fri 27 Aug, Tue 28 Sep, Thu 28 Oct, Mon 29 Nov, Tue 28 Dec,
0 0 19 15W, 2027
  spring: Fri 15 Jan, Mon 15 Feb, Mon 15 Mar, Thu 15 Apr, Fri 14 May, Tue 15 Jun, Thu 15 Jul, Mon 16 Aug, Wed 15 Sep, Fri 15 Oct, Mon 15 Nov, Wed 15 Dec,
  quartz: Fri 15 Jan, Mon 15 Feb, Mon 15 Mar, Thu 15 Apr, Fri 14 May, Tue 15 Jun, Thu 15 Jul, Mon 16 Aug, Wed 15 Sep, Fri 15 Oct, Mon 15 Nov, Wed 15 Dec,
0 0 19 1W, 2027
  spring: Fri 1 Jan, Mon 1 Feb, Mon 1 Mar, Thu 1 Apr, Mon 3 May, Tue 1 Jun, Thu 1 Jul, Mon 2 Aug, Wed 1 Sep, Fri 1 Oct, Mon 1 Nov, Wed 1 Dec,
  quartz: Fri 1 Jan, Mon 1 Feb, Mon 1 Mar, Thu 1 Apr, Mon 3 May, Tue 1 Jun, Thu 1 Jul, Mon 2 Aug, Wed 1 Sep, Fri 1 Oct, Mon 1 Nov, Wed 1 Dec,
0 0 19 LW, 2027
  spring: Fri 29 Jan, Fri 26 Feb, Wed 31 Mar, Fri 30 Apr, Mon 31 May, Wed 30 Jun, Fri 30 Jul, Tue 31 Aug, Thu 30 Sep, Fri 29 Oct, Tue 30 Nov, Fri 31 Dec,
  quartz: Fri 29 Jan, Fri 26 Feb, Wed 31 Mar, Fri 30 Apr, Mon 31 May, Wed 30 Jun, Fri 30 Jul, Tue 31 Aug, Thu 30 Sep, Fri 29 Oct, Tue 30 Nov, Fri 31 Dec,
SEEN
