#!/bin/sh
# arrow 1.4.0 for Python writes a date in Tamil with the day and the year of one calendar and the month of another: "MMMM" of January is சித்திரை (Chithirai), the first month of the Tamil calendar,
# which begins with the Tamil new year in the middle of April; that of April is ஆடி (Aadi), which begins in the middle of July. Its list of names (locales.TamilLocale.month_names) has the twelve
# Tamil months from the first on and takes them for January to December; its short names ("MMM") are those of January to December. CLDR, by which Babel 2.19.0 and browsers write, has ஜனவரி for
# January. Counted otherwise they would be as wrong, since each Tamil month begins in the middle of one of ours. arrow's guide speaks of locales for format and humanize, and of no other calendar. It
# reads the names back in the same way, so that nothing is seen in tests, and raises no error. An invitation to "10 சித்திரை 2027", meant for 10 January, is for a day in the second half of April to
# those who read it; 10 ஜனவரி, as others write it, is refused.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet arrow==1.4.0 babel==2.19.0 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > try.py <<'PY'
import arrow
from babel.dates import format_date

for language in ["de", "hi", "ta"]:
    for month in [1, 4, 8, 10]:
        evening = arrow.get(2027, month, 10)
        print(language, evening.date(), "| arrow MMMM:", evening.format("D MMMM YYYY", locale=language), "| MMM:", evening.format("D MMM YYYY", locale=language),
              "| CLDR:", format_date(evening.date(), "d MMMM y", locale=language), "|", format_date(evening.date(), "d MMM y", locale=language))
for text in ["10 சித்திரை 2027", "10 தை 2027", "10 ஜனவரி 2027"]:
    try:
        print("read:", text, arrow.get(text, "D MMMM YYYY", locale="ta").date())
    except arrow.parser.ParserError as error:
        print("read:", text, type(error).__name__)
PY
TZ=UTC env/bin/python try.py > seen
cat seen
diff - seen <<'SEEN'
de 2027-01-10 | arrow MMMM: 10 Januar 2027 | MMM: 10 Jan 2027 | CLDR: 10 Januar 2027 | 10 Jan. 2027
de 2027-04-10 | arrow MMMM: 10 April 2027 | MMM: 10 Apr 2027 | CLDR: 10 April 2027 | 10 Apr. 2027
de 2027-08-10 | arrow MMMM: 10 August 2027 | MMM: 10 Aug 2027 | CLDR: 10 August 2027 | 10 Aug. 2027
de 2027-10-10 | arrow MMMM: 10 Oktober 2027 | MMM: 10 Okt 2027 | CLDR: 10 Oktober 2027 | 10 Okt. 2027
hi 2027-01-10 | arrow MMMM: 10 जनवरी 2027 | MMM: 10 जन 2027 | CLDR: 10 जनवरी 2027 | 10 जन॰ 2027
hi 2027-04-10 | arrow MMMM: 10 अप्रैल  2027 | MMM: 10 अप्रै 2027 | CLDR: 10 अप्रैल 2027 | 10 अप्रैल 2027
hi 2027-08-10 | arrow MMMM: 10 अगस्त 2027 | MMM: 10 आग 2027 | CLDR: 10 अगस्त 2027 | 10 अग॰ 2027
hi 2027-10-10 | arrow MMMM: 10 अक्टूबर 2027 | MMM: 10 अकत 2027 | CLDR: 10 अक्टूबर 2027 | 10 अक्टू॰ 2027
ta 2027-01-10 | arrow MMMM: 10 சித்திரை 2027 | MMM: 10 ஜன 2027 | CLDR: 10 ஜனவரி 2027 | 10 ஜன. 2027
ta 2027-04-10 | arrow MMMM: 10 ஆடி 2027 | MMM: 10 ஏப் 2027 | CLDR: 10 ஏப்ரல் 2027 | 10 ஏப். 2027
ta 2027-08-10 | arrow MMMM: 10 கார்த்திகை 2027 | MMM: 10 ஆக 2027 | CLDR: 10 ஆகஸ்ட் 2027 | 10 ஆக. 2027
ta 2027-10-10 | arrow MMMM: 10 தை 2027 | MMM: 10 அக் 2027 | CLDR: 10 அக்டோபர் 2027 | 10 அக். 2027
read: 10 சித்திரை 2027 2027-01-10
read: 10 தை 2027 2027-10-10
read: 10 ஜனவரி 2027 ParserMatchError
SEEN
