#!/bin/sh
# date-fns 4.4.0 writes half past seven in the evening in Uzbek as "7:30", with nothing beside it, as it does half past seven in the morning; midnight is "12:00" like noon. Its formats of time for this
# locale (locale/uz, formatLong) are h:mm, h:mm:ss, h:mm:ss z: a clock of twelve hours without a word for the half of the day. `p`, "long localized time" in its documentation, uses them, and so do
# "PPp", "PPPPpppp", formatRelative ("bugun 7:30 da") and pickers that ask the locale. Of its languages it is the only one; Uzbek in Cyrillic letters (uz-Cyrl) has H:mm, and CLDR, which Node's
# Intl goes by, HH:mm for both. Read again by parse with the same format, the evening is in the morning. No error is raised: the invitation says 7:30, and the guests cannot know which.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error date-fns@4.4.0 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { format, formatRelative, parse } from "date-fns";
import * as locales from "date-fns/locale";

const at = (hour, minute) => new Date(2027, 0, 10, hour, minute);
for (const name of ["de", "uzCyrl", "uz"]) {
  const locale = locales[name];
  for (const start of [at(0, 0), at(7, 30), at(12, 0), at(19, 30)]) {
    const text = format(start, "p", { locale });
    const intl = new Intl.DateTimeFormat(locale.code, { timeStyle: "short" }).format(start);
    console.log(`${name} ${format(start, "HH:mm")}: p ${text} | ${format(start, "PPp", { locale })} | ${formatRelative(start, at(8, 0), { locale })} | read again ${format(parse(text, "p", at(0, 0), { locale }), "HH:mm")} | Intl ${intl}`);
  }
}
const alike = Object.values(locales).filter((locale) => locale.localize && format(at(7, 30), "p", { locale }) === format(at(19, 30), "p", { locale }));
console.log("locales where 07:30 and 19:30 are written alike:", alike.map(({ code }) => code).join(" "), "of", Object.keys(locales).length);
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
de 00:00: p 00:00 | 10. Jan. 2027 00:00 | heute um 00:00 | read again 00:00 | Intl 00:00
de 07:30: p 07:30 | 10. Jan. 2027 07:30 | heute um 07:30 | read again 07:30 | Intl 07:30
de 12:00: p 12:00 | 10. Jan. 2027 12:00 | heute um 12:00 | read again 12:00 | Intl 12:00
de 19:30: p 19:30 | 10. Jan. 2027 19:30 | heute um 19:30 | read again 19:30 | Intl 19:30
uzCyrl 00:00: p 0:00 | 10 янв, 2027, 0:00 | бугун 0:00 да | read again 00:00 | Intl 00:00
uzCyrl 07:30: p 7:30 | 10 янв, 2027, 7:30 | бугун 7:30 да | read again 07:30 | Intl 07:30
uzCyrl 12:00: p 12:00 | 10 янв, 2027, 12:00 | бугун 12:00 да | read again 12:00 | Intl 12:00
uzCyrl 19:30: p 19:30 | 10 янв, 2027, 19:30 | бугун 19:30 да | read again 19:30 | Intl 19:30
uz 00:00: p 12:00 | 10 Yan, 2027, 12:00 | bugun 12:00 da | read again 00:00 | Intl 00:00
uz 07:30: p 7:30 | 10 Yan, 2027, 7:30 | bugun 7:30 da | read again 07:30 | Intl 07:30
uz 12:00: p 12:00 | 10 Yan, 2027, 12:00 | bugun 12:00 da | read again 00:00 | Intl 12:00
uz 19:30: p 7:30 | 10 Yan, 2027, 7:30 | bugun 7:30 da | read again 07:30 | Intl 19:30
locales where 07:30 and 19:30 are written alike: uz of 95
SEEN
