// Asks an installation, through its proxy, for what a visitor needs: a page, a file of the app that it names, the API, a socket.
import { randomBytes } from "node:crypto";
import http from "node:http";
import https from "node:https";

const { PROXY, PUBLIC_URL } = process.env;
const { request } = PROXY.startsWith("https:") ? https : http;
const { host, origin } = new URL(PUBLIC_URL);

/** Asks as a browser does that was sent to the public address. */
function ask(path, headers = {}) {
  return new Promise((done, fail) => {
    const asked = request(new URL(path, PROXY), { headers: { host, origin, ...headers }, timeout: 10_000 });
    asked.once("error", fail);
    asked.once("timeout", () => asked.destroy(new Error(`no answer to ${path}`)));
    asked.once("upgrade", (response, socket) => {
      socket.destroy();
      done({ status: response.statusCode });
    });
    asked.once("response", (response) => done(answerOf(response)));
    asked.end();
  });
}

async function answerOf(response) {
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += chunk;
  return { status: response.statusCode, text };
}

function must(isSo, what) {
  console.log(`${isSo ? "✓" : "✗"} ${what}`);
  if (!isSo) process.exit(1);
}

const page = await ask("/");
must(page.status === 200, `the start page is served (${page.status})`);
const [asset] = /\/assets\/[\w.-]+\.js/.exec(page.text) ?? [];
must(asset, "the page names a file of the app");
const file = await ask(asset);
must(file.status === 200, `that file is served (${file.status})`);
const session = await ask("/api/auth/session");
must(session.status === 200, `the API answers (${session.status})`);
const key = randomBytes(16).toString("base64");
const upgrade = { connection: "Upgrade", upgrade: "websocket", "sec-websocket-version": "13", "sec-websocket-key": key };
const socket = await ask("/live", upgrade);
must(socket.status === 101, `a socket opens (${socket.status})`);
process.exit(0);
