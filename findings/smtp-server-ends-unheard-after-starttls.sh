#!/bin/sh
# smtp-server 3.21.6 takes every listener off a connection's socket when the client says STARTTLS, those of whoever runs the server too. Who counts
# connections by the socket's "connection" and "close", as with any server of Node (net.Server, "close" of net.Socket: "emitted once the socket is fully
# closed"), is never told that an encrypted one ended: after as many as are allowed at a time, a limit by client refuses everything, for ever. The server's
# own onClose is told.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error smtp-server@3.21.6 nodemailer@10.6.0 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.mjs <<'JS'
import { setTimeout as sleep } from "node:timers/promises";
import { SMTPServer } from "smtp-server";
import nodemailer from "nodemailer";

let [bySocket, byServer] = [0, 0];
const server = new SMTPServer({
  authOptional: true,
  onClose: () => void byServer--,
  onData: (stream, _session, done) => stream.on("end", done).resume(),
});
server.server.on("connection", (socket) => {
  bySocket++;
  byServer++;
  socket.once("close", () => bySocket--);
});
await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
const port = server.server.address().port;
for (const way of [{ ignoreTLS: true }, { requireTLS: true, tls: { rejectUnauthorized: false } }]) {
  for (let times = 0; times < 3; times++) {
    const transport = nodemailer.createTransport({ host: "127.0.0.1", port, ...way });
    await transport.sendMail({ envelope: { from: "a@example.org", to: ["b@example.org"] }, raw: "Subject: Dinner\r\n\r\nYes" });
    transport.close();
  }
  await sleep(500);
  console.log(way.ignoreTLS ? "in the clear" : "by STARTTLS", "open, by the socket:", bySocket, "by the server:", byServer);
}
await new Promise((resolve) => server.close(resolve));
JS
TZ=UTC node try.mjs > seen
cat seen
diff - seen <<'SEEN'
in the clear open, by the socket: 0 by the server: 0
by STARTTLS open, by the socket: 3 by the server: 0
SEEN
