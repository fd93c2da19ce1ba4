#!/bin/sh
# Babel 2.19.0 for Python reads its own evening as a morning: format_time writes 19:30 as "7:30 p.m." for Spanish in the United States, and parse_time reads that as 07:30; "12:30 a.m." is half past
# noon to it. So it is with the words of each language but for those that have AM and PM themselves: p. m. in Mexico, 오후, 晚上, μ.μ., م. It sees in the format of the language that there is a word for
# the half of the day (of the one for a part of the day, as in Chinese, not even that), and then looks for "am" or "pm" in the text (babel/dates.py), not for the words that it has for the language
# from CLDR (get_period_names). Its documentation has "the time format for the locale" as what parse_time goes by, and in such a format `a` is AM or PM in the words of the language (Unicode TS 35,
# part 4). Noon and midnight in English were reported as wrong and mended; of other languages its issues say nothing. No error is raised: a host types "7:30 p.m." into a form, and the guests are
# invited for half past seven in the morning. It goes unseen in German and French, where the clock has 24 hours.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet babel==2.19.0 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > try.py <<'PY'
from datetime import time

from babel import Locale, localedata
from babel.dates import format_time, parse_time

for locale in ["en_US", "es_US", "es_MX", "ko", "zh_TW", "el", "ar", "de"]:
    for moment in [time(7, 30), time(19, 30), time(0, 30)]:
        text = format_time(moment, "short", locale=locale)
        print(locale, moment.strftime("%H:%M"), "is written", text.replace("\u202f", " "), "and read", parse_time(text, locale=locale, format="short").strftime("%H:%M"))

right, wrong = set(), set()
for name in localedata.locale_identifiers():
    locale = Locale.parse(name)
    text = format_time(time(19, 30), "short", locale=locale)
    if format_time(time(7, 30), "short", locale=locale).replace("7", "") != text.replace("7", ""):
        read = parse_time(text, locale=locale, format="short")
        if "7" in text or "٧" in text:
            (right if read == time(19, 30) else wrong).add(locale.language)
print("19:30 is read again in", len(right - wrong), "languages, and as 07:30 in", len(wrong), "at least in some countries:", *sorted(wrong & {"ar", "bn", "el", "es", "fil", "hi", "ko", "ms", "pt", "ta", "te", "tr", "ur", "vi", "zh"}))
PY
TZ=UTC env/bin/python try.py > seen
cat seen
diff - seen <<'SEEN'
en_US 07:30 is written 7:30 AM and read 07:30
en_US 19:30 is written 7:30 PM and read 19:30
en_US 00:30 is written 12:30 AM and read 00:30
es_US 07:30 is written 7:30 a.m. and read 07:30
es_US 19:30 is written 7:30 p.m. and read 07:30
es_US 00:30 is written 12:30 a.m. and read 12:30
es_MX 07:30 is written 7:30 a.m. and read 07:30
es_MX 19:30 is written 7:30 p.m. and read 07:30
es_MX 00:30 is written 12:30 a.m. and read 12:30
ko 07:30 is written 오전 7:30 and read 07:30
ko 19:30 is written 오후 7:30 and read 07:30
ko 00:30 is written 오전 12:30 and read 12:30
zh_TW 07:30 is written 清晨7:30 and read 07:30
zh_TW 19:30 is written 晚上7:30 and read 07:30
zh_TW 00:30 is written 凌晨12:30 and read 12:30
el 07:30 is written 7:30 π.μ. and read 07:30
el 19:30 is written 7:30 μ.μ. and read 07:30
el 00:30 is written 12:30 π.μ. and read 12:30
ar 07:30 is written 7:30 ص and read 07:30
ar 19:30 is written 7:30 م and read 07:30
ar 00:30 is written 12:30 ص and read 12:30
de 07:30 is written 07:30 and read 07:30
de 19:30 is written 19:30 and read 19:30
de 00:30 is written 00:30 and read 00:30
19:30 is read again in 45 languages, and as 07:30 in 50 at least in some countries: ar el es ko ms pt tr zh
SEEN
