#!/bin/sh
# pendulum 3.3.0 ends an interval on another clock than it begins: of "2027-07-10T19:00+02:00/2027-07-10T21:30" the end is 21:30 UTC, so a dinner of two and a half hours lasts till half past eleven;
# with New York's offset before it, the end is four hours early and the interval runs backwards (-1 hour -30 minutes), and a whole day of Tokyo has 33 hours. ISO 8601:2004, 4.4.5:
# what the start says of its zone holds for the end as well, unless the end says its own. pendulum parses both texts on their own, and one without an offset is in UTC or in the zone
# that the caller names (`tz`), which is as wrong where it is not the hall's. It sees both ends of the text and raises nothing; a duration in place of the end ("/PT2H30M") is right, and
# so is an end with its own offset. threeten-extra 1.11.0 for Java reads all of them as the standard says. The hall is booked for hours in which nobody is there, and the
# bus home comes two hours late. Nothing in its readme or its documentation of parsing tells of it.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet pendulum==3.3.0 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > texts <<'TEXTS'
2027-07-10T19:00+02:00/2027-07-10T21:30
2027-07-10T19:00-04:00/2027-07-10T21:30
2027-07-10T00:00+09:00/2027-07-11T00:00
2027-07-10T19:00+02:00/2027-07-10T21:30+02:00
2027-07-10T19:00+02:00/PT2H30M
TEXTS
cat > read.py <<'PY'
import pendulum

for text in open("texts").read().split():
    for options in [{}, {"tz": "Asia/Kolkata"}]:
        found = pendulum.parse(text, **options)
        print(f"pendulum{' in Kolkata' if options else ''}: {found.start.isoformat()} to {found.end.isoformat()}, {found.in_words()}")
PY
cat > pom.xml <<'XML'
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>org.example</groupId>
  <artifactId>lab</artifactId>
  <version>1</version>
  <dependencies>
    <dependency><groupId>org.threeten</groupId><artifactId>threeten-extra</artifactId><version>1.11.0</version></dependency>
  </dependencies>
</project>
XML
mvn -q -B dependency:copy-dependencies -DoutputDirectory=lib > install.log 2>&1 || { cat install.log; exit 2; }
cat > Read.java <<'JAVA'
import java.nio.file.Files;
import java.nio.file.Path;
import org.threeten.extra.Interval;

class Read {
  public static void main(String[] args) throws Exception {
    for (var text : Files.readAllLines(Path.of("texts"))) {
      var found = Interval.parse(text);
      System.out.println("threeten-extra: " + found.getStart() + " to " + found.getEnd() + ", " + found.toDuration());
    }
  }
}
JAVA
TZ=UTC env/bin/python read.py > seen
TZ=UTC java -cp 'lib/*' Read.java >> seen 2> said || { cat said; exit 1; }
cat seen
diff - seen <<'SEEN'
pendulum: 2027-07-10T19:00:00+02:00 to 2027-07-10T21:30:00+00:00, 4 hours 30 minutes
pendulum in Kolkata: 2027-07-10T19:00:00+02:00 to 2027-07-10T21:30:00+05:30, -1 hour
pendulum: 2027-07-10T19:00:00-04:00 to 2027-07-10T21:30:00+00:00, -1 hour -30 minutes
pendulum in Kolkata: 2027-07-10T19:00:00-04:00 to 2027-07-10T21:30:00+05:30, -7 hours
pendulum: 2027-07-10T00:00:00+09:00 to 2027-07-11T00:00:00+00:00, 1 day 9 hours
pendulum in Kolkata: 2027-07-10T00:00:00+09:00 to 2027-07-11T00:00:00+05:30, 1 day 3 hours 30 minutes
pendulum: 2027-07-10T19:00:00+02:00 to 2027-07-10T21:30:00+02:00, 2 hours 30 minutes
pendulum in Kolkata: 2027-07-10T19:00:00+02:00 to 2027-07-10T21:30:00+02:00, 2 hours 30 minutes
pendulum: 2027-07-10T19:00:00+02:00 to 2027-07-10T21:30:00+02:00, 2 hours 30 minutes
pendulum in Kolkata: 2027-07-10T19:00:00+02:00 to 2027-07-10T21:30:00+02:00, 2 hours 30 minutes
threeten-extra: 2027-07-10T17:00:00Z to 2027-07-10T19:30:00Z, PT2H30M
threeten-extra: 2027-07-10T23:00:00Z to 2027-07-11T01:30:00Z, PT2H30M
threeten-extra: 2027-07-09T15:00:00Z to 2027-07-10T15:00:00Z, PT24H
threeten-extra: 2027-07-10T17:00:00Z to 2027-07-10T19:30:00Z, PT2H30M
threeten-extra: 2027-07-10T17:00:00Z to 2027-07-10T19:30:00Z, PT2H30M
SEEN
