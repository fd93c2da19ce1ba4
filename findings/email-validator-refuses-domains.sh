#!/bin/sh
# email-validator 2.0.4 refuses an address whose top-level domain is written in another script, in the ASCII form in which mail and DNS carry it (`xn--p1ai` is Russia's): it
# lets no two hyphens stand in a top-level domain. RFC 5890, 2.3.2.1: every such domain begins with `xn--`. In names below it, the two hyphens are taken.
# isemail 3.2.0 takes both.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error email-validator@2.0.4 isemail@3.2.0 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import isEmail from "isemail";
import validator from "email-validator";

for (const address of ["anna@example.xn--p1ai", "anna@example.xn--fiqs8s", "anna@xn--mnchen-3ya.de", "anna@example.org"])
  console.log(address, "email-validator", validator.validate(address), "isemail", isEmail.validate(address));
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
anna@example.xn--p1ai email-validator false isemail true
anna@example.xn--fiqs8s email-validator false isemail true
anna@xn--mnchen-3ya.de email-validator true isemail true
anna@example.org email-validator true isemail true
SEEN
