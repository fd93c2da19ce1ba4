#!/bin/sh
# nodemailer 10.6.0 tells two stories of one refusal. Where a server refuses the only recipient of a message after DATA, sendMail rejects over SMTP; over
# LMTP (RFC 2033, 4.2: a reply for each recipient after DATA) it resolves, with the recipient among `rejected` and the refusal as `response`. Whoever takes
# a promise that resolves for a message that was accepted loses the message without a word.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error nodemailer@10.6.0 smtp-server@3.21.1 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { createTransport } from "nodemailer";
import { SMTPServer } from "smtp-server";

for (const lmtp of [false, true]) {
  const server = new SMTPServer({
    lmtp,
    disabledCommands: ["AUTH", "STARTTLS"],
    onData(stream, _session, done) {
      stream.resume();
      stream.once("end", () => done(Object.assign(new Error("no such mailbox"), { responseCode: 550 })));
    },
  });
  await new Promise((listening) => server.listen(0, "127.0.0.1", listening));
  const transport = createTransport({ host: "127.0.0.1", port: server.server.address().port, lmtp, ignoreTLS: true });
  const message = { envelope: { from: "a@example.com", to: ["c@example.org"] }, raw: "Subject: Hello\r\n\r\nHello\r\n" };
  const told = await transport.sendMail(message).then(
    ({ accepted, rejected, response }) => `resolves: accepted ${JSON.stringify(accepted)}, rejected ${JSON.stringify(rejected)}, ${response}`,
    ({ responseCode, rejected }) => `rejects: ${responseCode}, ${JSON.stringify(rejected ?? null)}`,
  );
  console.log(lmtp ? "LMTP" : "SMTP", told);
  transport.close();
  await new Promise((closed) => server.close(closed));
}
JS
node try.mjs > seen
cat seen
diff - seen <<'SEEN'
SMTP rejects: 550, null
LMTP resolves: accepted [], rejected ["c@example.org"], 550 no such mailbox
SEEN
