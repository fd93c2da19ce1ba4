#!/bin/sh
# email-addresses 5.0.0 takes the space out of a display name that has a quoted word in the middle: `Anna "Nan" Berg` is `Anna NanBerg`. RFC 5322, 3.2.5: the words of a
# phrase are separate, quoted or not. The name in a comment behind an address, `anna@example.org (Anna Berg)`, it drops. nodemailer 10.6.1 keeps both.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error email-addresses@5.0.0 nodemailer@10.6.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import addresses from "email-addresses";
import addressparser from "nodemailer/lib/addressparser/index.js";

for (const from of ['Anna "Nan" Berg <anna@example.org>', '"Anna" Berg <anna@example.org>', "Anna Maria Berg <anna@example.org>", "anna@example.org (Anna Berg)"])
  console.log(from, "| email-addresses", addresses.parseOneAddress(from).name, "| nodemailer", addressparser(from)[0].name);
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
Anna "Nan" Berg <anna@example.org> | email-addresses Anna NanBerg | nodemailer Anna Nan Berg
"Anna" Berg <anna@example.org> | email-addresses AnnaBerg | nodemailer Anna Berg
Anna Maria Berg <anna@example.org> | email-addresses Anna Maria Berg | nodemailer Anna Maria Berg
anna@example.org (Anna Berg) | email-addresses null | nodemailer Anna Berg
SEEN
