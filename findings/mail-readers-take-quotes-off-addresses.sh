#!/bin/sh
# postal-mime 4.0.0 takes the quotes off a quoted local part that stands without a name, mailparser 3.14.2 does when it has dots where a bare one may not.
# RFC 5322, 3.4.1: a space or two dots in a row need the quotes, so what they hand out is no address, and nothing sent to it arrives.
# With a name before it, the same address keeps its quotes in both.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error postal-mime@4.0.0 mailparser@3.14.2 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import PostalMime from "postal-mime";
import { simpleParser } from "mailparser";

for (const from of ['"anna berg"@example.org', '"taro..yamada"@example.org', 'Taro <"taro..yamada"@example.org>']) {
  const mail = `From: ${from}\r\nSubject: Dinner\r\n\r\nYes!`;
  console.log(from, "| postal-mime", (await PostalMime.parse(mail)).from.address, "| mailparser", (await simpleParser(mail)).from.value[0].address);
}
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
"anna berg"@example.org | postal-mime anna berg@example.org | mailparser "anna berg"@example.org
"taro..yamada"@example.org | postal-mime taro..yamada@example.org | mailparser taro..yamada@example.org
Taro <"taro..yamada"@example.org> | postal-mime "taro..yamada"@example.org | mailparser "taro..yamada"@example.org
SEEN
