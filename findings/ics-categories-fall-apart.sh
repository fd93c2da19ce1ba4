#!/bin/sh
# ics 3.12.0 does not escape commas in categories: `food, drink` becomes two of them for whoever reads the file.
# RFC 5545, 3.8.1.2 and 3.3.11: a comma within a text must be escaped, the bare one separates. Titles and places, in the same file, are escaped.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error ics@3.12.0 ical.js@2.2.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { createEvent } from "ics";
import ICAL from "ical.js";

const { value } = createEvent({ start: [2027, 1, 10, 10, 0], duration: { hours: 1 }, title: "Dinner, late", categories: ["food, drink", "friends"] });
console.log(value.match(/^(SUMMARY|CATEGORIES).*$/gm).join(" ").replaceAll("\r", ""));
console.log("ical.js", JSON.stringify(new ICAL.Component(ICAL.parse(value)).getFirstSubcomponent("vevent").getFirstProperty("categories").getValues()));
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
SUMMARY:Dinner\, late CATEGORIES:food, drink,friends
ical.js ["food"," drink","friends"]
SEEN
