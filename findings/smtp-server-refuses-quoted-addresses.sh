#!/bin/sh
# smtp-server 3.21.6 answers 501 to recipients whose local part is quoted for a reason: a space, an @ or two dots in a row, before the application is asked.
# RFC 5321, 4.1.2: all three are Quoted-string characters; old Japanese mobile addresses have two dots. Where quotes are needless, they are taken.
# Who tries such addresses with it while developing sees a refusal that a real server does not give.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error smtp-server@3.21.6 nodemailer@10.6.0 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { SMTPServer } from "smtp-server";
import nodemailer from "nodemailer";

const onData = (stream, _session, done) => stream.on("end", done).resume();
const server = new SMTPServer({ authOptional: true, disabledCommands: ["STARTTLS"], onData });
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const transport = nodemailer.createTransport({ host: "127.0.0.1", port: server.server.address().port, ignoreTLS: true });
for (const to of ['"taro"@example.org', '"taro yamada"@example.org', '"taro..yamada"@example.org', '"taro@home"@example.org']) {
  const envelope = { from: "a@example.org", to: [to] };
  const answer = await transport.sendMail({ envelope, raw: "Subject: Dinner\r\n\r\nYes" }).catch((error) => error);
  console.log(to, answer.response);
}
await new Promise((resolve) => server.close(resolve));
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
"taro"@example.org 250 OK: message queued
"taro yamada"@example.org 501 Error: Bad recipient address syntax
"taro..yamada"@example.org 501 Error: Bad recipient address syntax
"taro@home"@example.org 501 Error: Bad recipient address syntax
SEEN
