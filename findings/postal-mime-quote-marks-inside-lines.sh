#!/bin/sh
# postal-mime 4.0.0 joins the lines of a quoted paragraph of format=flowed without taking the quote mark of the second away: a `>` stands inside the sentence.
# RFC 3676, 4.5: the marks are taken off first, then lines of one depth are joined. Replies in plain text from several mail programs are of this kind.
# mailparser 3.14.2 joins them right.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error postal-mime@4.0.0 mailparser@3.14.2 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import PostalMime from "postal-mime";
import { simpleParser } from "mailparser";

const mail = [
  "From: anna@example.org",
  "Subject: Re: Dinner",
  "MIME-Version: 1.0",
  "Content-Type: text/plain; charset=utf-8; format=flowed",
  "",
  "> Can you come on Friday and bring ",
  "> a salad?",
  "Yes!",
].join("\r\n");
console.log("postal-mime", JSON.stringify((await PostalMime.parse(mail)).text));
console.log("mailparser", JSON.stringify((await simpleParser(mail)).text));
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
postal-mime "> Can you come on Friday and bring > a salad?\nYes!\n"
mailparser "> Can you come on Friday and bring a salad?\nYes!"
SEEN
