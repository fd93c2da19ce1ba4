// node deploy/vault/tell-haproxy.ts SOCKET FILE
// Gives HAProxy, by its runtime socket, the certificate in this file and the key beside it.
import { readFileSync } from "node:fs";
import { connect } from "node:net";
import { text } from "node:stream/consumers";

const [runtimeSocket, file] = process.argv.slice(2) as [string, string];
const pem = [file, `${file}.key`].map((path) => readFileSync(path, "utf8").trim()).join("\n");
// An empty line would end what is sent.
await say(`set ssl cert ${file} <<\n${pem.replaceAll(/\n{2,}/g, "\n")}\n`);
const answer = await say(`commit ssl cert ${file}`);
if (!answer.includes("Success")) {
  console.error(`HAProxy does not take the certificate: ${answer.trim()}`);
  process.exitCode = 1;
}

async function say(line: string): Promise<string> {
  const socket = connect(runtimeSocket);
  socket.end(`${line}\n`);
  return text(socket);
}
