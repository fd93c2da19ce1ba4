import { WebSocket } from "ws";

/**
 * The readers of a fan-out, in a process of their own: they open sockets, say what they are told to say, and
 * report how many messages have come. `node readers.ts URL COUNT ORIGIN GREETING MARK`
 */
const [url = "", count = "0", origin = "", greeting = "", mark = ""] = process.argv.slice(2);
let received = 0;
let reported = 0;

function open(): Promise<WebSocket> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, { origin, perMessageDeflate: false });
    socket.on("message", (data: Buffer) => {
      received += occurrences(data, mark);
    });
    socket.once("open", () => {
      if (greeting) socket.send(greeting);
      resolve(socket);
    });
    socket.once("error", reject);
  });
}

/** A frame may carry several messages. */
function occurrences(data: Buffer, what: string): number {
  let found = 0;
  for (let at = data.indexOf(what); at !== -1; at = data.indexOf(what, at + what.length)) found += 1;
  return found;
}

for (let opened = 0; opened < Number(count); opened += 50) {
  await Promise.all(Array.from({ length: Math.min(50, Number(count) - opened) }, open));
}
process.send!({ ready: true });
setInterval(() => {
  if (received === reported) return;
  reported = received;
  process.send!({ received });
}, 5);
process.on("disconnect", () => process.exit(0));
