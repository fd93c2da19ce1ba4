#!/bin/sh
# aniso8601 10.0.1 reads the end of a day as its beginning: "2027-07-10T24:00" is 10 July at 00:00, so a party from 19:00 to 24:00 ends nineteen hours before it begins, and an answer that is due by
# the end of 10 July is due a day earlier. ISO 8601:2004, 4.2.3: 24:00 is the end of a day and 00:00 the beginning, so the end of 10 July and the beginning of 11 July are
# one moment; the amendment of 2022 to ISO 8601-1:2019 has it again. The library checks that nothing but midnight is told with 24 and then hands 0 to Python's time, which
# knows no end of a day; the date beside it stays. Repeated intervals with such a start are all a day early. Its readme says nothing of 24, and no error is raised (24:01 is one).
# arrow 1.4.0 and JavaScript (ECMA-262, Date Time String Format) read 11 July. Whoever takes times from forms and feeds has to look for "T24" before.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet aniso8601==10.0.1 arrow==1.4.0 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > try.py <<'PY'
import aniso8601
import arrow

for text in ["2027-07-10T24:00", "2027-07-10T24:00:00Z", "20271231T240000+0100", "2027-191T24:00Z", "2027-W27-6T24:00Z"]:
    print(f"{text}: aniso8601 {aniso8601.parse_datetime(text).isoformat()}, arrow {arrow.get(text).isoformat()}")
for text in ["2027-07-10T19:00Z/2027-07-10T24:00Z", "2027-07-10T19:00Z/24:00Z", "PT5H/2027-07-10T24:00Z"]:
    print(f"{text}: {' to '.join(sorted((moment.isoformat() for moment in aniso8601.parse_interval(text)), reverse=text[0] != 'P'))}")
print("R2/2027-07-10T24:00Z/P7D:", *(moment.isoformat() for moment in aniso8601.parse_repeating_interval("R2/2027-07-10T24:00Z/P7D")))
PY
TZ=UTC env/bin/python try.py > seen
echo "JavaScript: $(node -p 'new Date("2027-07-10T24:00:00Z").toISOString()')" >> seen
cat seen
diff - seen <<'SEEN'
2027-07-10T24:00: aniso8601 2027-07-10T00:00:00, arrow 2027-07-11T00:00:00+00:00
2027-07-10T24:00:00Z: aniso8601 2027-07-10T00:00:00+00:00, arrow 2027-07-11T00:00:00+00:00
20271231T240000+0100: aniso8601 2027-12-31T00:00:00+01:00, arrow 2028-01-01T00:00:00+01:00
2027-191T24:00Z: aniso8601 2027-07-10T00:00:00+00:00, arrow 2027-07-11T00:00:00+00:00
2027-W27-6T24:00Z: aniso8601 2027-07-10T00:00:00+00:00, arrow 2027-07-11T00:00:00+00:00
2027-07-10T19:00Z/2027-07-10T24:00Z: 2027-07-10T19:00:00+00:00 to 2027-07-10T00:00:00+00:00
2027-07-10T19:00Z/24:00Z: 2027-07-10T19:00:00+00:00 to 2027-07-10T00:00:00+00:00
PT5H/2027-07-10T24:00Z: 2027-07-09T19:00:00+00:00 to 2027-07-10T00:00:00+00:00
R2/2027-07-10T24:00Z/P7D: 2027-07-10T00:00:00+00:00 2027-07-17T00:00:00+00:00
JavaScript: 2027-07-11T00:00:00.000Z
SEEN
