import { spawn } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";
import { builtWeb, testApp, testUrl } from "../../server/src/testing/test-app.ts";
import { chart } from "./render.ts";

const webFolder = builtWeb();
mkdirSync(join(webFolder, "assets"));
writeFileSync(join(webFolder, "assets/index-0a1B2c.js"), "export {};");
const page = join(webFolder, "index.html");
writeFileSync(page, readFileSync(page, "utf8").replace("</head>", '<script type="module" src="/assets/index-0a1B2c.js"></script></head>'));

const { server } = await testApp({ webFolder });
await server.listen({ port: 0, host: "127.0.0.1" });
const proxy = `http://127.0.0.1:${(server.server.address() as AddressInfo).port}`;

/** What `helm test` runs, on a server instead of a cluster. */
async function visit(env: { PROXY: string; PUBLIC_URL: string }) {
  const child = spawn(process.execPath, [join(chart, "files/test.mjs")], { env, stdio: ["ignore", "pipe", "ignore"] });
  const [said, code] = await Promise.all([text(child.stdout), new Promise((done) => child.once("close", done))]);
  return { code, said: said.trim().split("\n") };
}

test("`helm test` finds a page, its files, the API and a socket on a server that works", async () => {
  const { code, said } = await visit({ PROXY: proxy, PUBLIC_URL: testUrl });
  expect(said).toEqual([
    "✓ the start page is served (200)",
    "✓ the page names a file of the app",
    "✓ that file is served (200)",
    "✓ the API answers (200)",
    "✓ a socket opens (101)",
  ]);
  expect(code).toBe(0);
});

test("`helm test` fails where the server is asked by another name than its own, and where nobody answers", async () => {
  const misnamed = await visit({ PROXY: proxy, PUBLIC_URL: "http://another.test" });
  expect(misnamed).toEqual({ code: 1, said: ["✗ the start page is served (421)"] });
  expect((await visit({ PROXY: "http://127.0.0.1:9", PUBLIC_URL: testUrl })).code).toBe(1);
});
