/**
 * What we need of Node's `http`. Imported as a module, it would evaluate all that it can offer, and so load fetch and WebSockets, which nobody
 * uses: 4 MB of each process (findings/node-http-imported-loads-undici.sh).
 */
export const { createServer } = process.getBuiltinModule("node:http");
