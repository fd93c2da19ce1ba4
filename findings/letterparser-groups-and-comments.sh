#!/bin/sh
# letterparser 0.1.8 makes addresses of things that are none: the name of a group stays before its first member, an empty group ("undisclosed-recipients:;") is itself an
# address, and so is an address with the name in a comment behind it, as some programs write. RFC 5322, 3.4 and 3.2.2. What looks like a list of addresses to answer to has entries
# that cannot be mailed. postal-mime 4.0.0 reads all three.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error letterparser@0.1.8 postal-mime@4.0.0 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { extract } from "letterparser";
import PostalMime from "postal-mime";

for (const to of ["Choir: anna@example.org, Tom <tom@example.org>;", "undisclosed-recipients:;", "anna@example.org (Anna Berg)"]) {
  const mail = `From: choir@example.org\r\nTo: ${to}\r\nSubject: Dinner\r\n\r\nYes!\r\n`;
  console.log(to);
  console.log("  letterparser", JSON.stringify(extract(mail).to.map(({ address }) => address)));
  console.log("  postal-mime ", JSON.stringify((await PostalMime.parse(mail)).to.flatMap(({ address, group }) => group?.map((one) => one.address) ?? address)));
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
Choir: anna@example.org, Tom <tom@example.org>;
  letterparser ["Choir: anna@example.org","tom@example.org"]
  postal-mime  ["anna@example.org","tom@example.org"]
undisclosed-recipients:;
  letterparser ["undisclosed-recipients:;"]
  postal-mime  []
anna@example.org (Anna Berg)
  letterparser ["anna@example.org (Anna Berg)"]
  postal-mime  ["anna@example.org"]
SEEN
