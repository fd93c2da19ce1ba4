#!/bin/sh
# humanize 4.17.0 for Python tells a German reader "ein Monat" (a month) for a year and a month: a wedding in 400 days is "ein Monat ab jetzt", a month from now. Its catalogue of German texts has
# "ein Monat" as the translation of "1 year, 1 month"; in each of its 35 other languages both are there, and "1 year, 2 months" is right in German too. Its documentation has naturaltime as
# "a natural representation of a time in a resolution that makes sense", naturaldelta likewise, and activate("de_DE") among the languages. It is so from 381 to 410 days, for a whole month of
# evenings, and no error is raised: whoever reads the page thinks that the answer is due next month, or that a ticket bought 13 months ago was bought last month.
# precisedelta has another text, and says "1 Jahr und 1 Monat".
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
python3 -m venv env > install.log 2>&1 && env/bin/pip install --quiet humanize==4.17.0 >> install.log 2>&1 || { cat install.log; exit 2; }
cat > try.py <<'PY'
from datetime import datetime, timedelta
import os

import humanize

now = datetime(2027, 1, 5, 19, 0)
for language in ["en", "fr_FR", "de_DE"]:
    humanize.activate(language) if language != "en" else humanize.deactivate()
    for days in [31, 365, 380, 381, 396, 410, 411, 460]:
        print(language, (now + timedelta(days)).date(), humanize.naturaltime(now + timedelta(days), when=now), "|", humanize.naturaldelta(timedelta(days)))
humanize.activate("de_DE")
print("precisely:", humanize.precisedelta(timedelta(400), minimum_unit="months", format="%d"))
languages = sorted(name for name in os.listdir(os.path.join(os.path.dirname(humanize.__file__), "locale")) if "." not in name)
without = [name for name in languages if humanize.activate(name) and humanize.naturaldelta(timedelta(400)) == humanize.naturaldelta(timedelta(31))]
print(len(languages), "languages; those where 400 days and 31 days are one:", without)
PY
TZ=UTC env/bin/python try.py > seen
cat seen
diff - seen <<'SEEN'
en 2027-02-05 a month from now | a month
en 2028-01-05 a year from now | a year
en 2028-01-20 1 year, 15 days from now | 1 year, 15 days
en 2028-01-21 1 year, 1 month from now | 1 year, 1 month
en 2028-02-05 1 year, 1 month from now | 1 year, 1 month
en 2028-02-19 1 year, 1 month from now | 1 year, 1 month
en 2028-02-20 1 year, 2 months from now | 1 year, 2 months
en 2028-04-09 1 year, 3 months from now | 1 year, 3 months
fr_FR 2027-02-05 dans un mois | un mois
fr_FR 2028-01-05 dans un an | un an
fr_FR 2028-01-20 dans un an et 15 jours | un an et 15 jours
fr_FR 2028-01-21 dans un an et un mois | un an et un mois
fr_FR 2028-02-05 dans un an et un mois | un an et un mois
fr_FR 2028-02-19 dans un an et un mois | un an et un mois
fr_FR 2028-02-20 dans un an et 2 mois | un an et 2 mois
fr_FR 2028-04-09 dans un an et 3 mois | un an et 3 mois
de_DE 2027-02-05 ein Monat ab jetzt | ein Monat
de_DE 2028-01-05 ein Jahr ab jetzt | ein Jahr
de_DE 2028-01-20 ein Jahr und 15 Tage ab jetzt | ein Jahr und 15 Tage
de_DE 2028-01-21 ein Monat ab jetzt | ein Monat
de_DE 2028-02-05 ein Monat ab jetzt | ein Monat
de_DE 2028-02-19 ein Monat ab jetzt | ein Monat
de_DE 2028-02-20 ein Jahr und 2 Monate ab jetzt | ein Jahr und 2 Monate
de_DE 2028-04-09 ein Jahr und 3 Monate ab jetzt | ein Jahr und 3 Monate
precisely: 1 Jahr und 1 Monat
36 languages; those where 400 days and 31 days are one: ['de_DE']
SEEN
