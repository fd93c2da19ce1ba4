import { execFileSync } from "node:child_process";
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request, type IncomingMessage, type RequestListener } from "node:http";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, describe, expect, test } from "vitest";
import { freePort } from "../../../server/src/free-port.ts";
import { MAX_BODY } from "../../../server/src/http/server.ts";
import { MAX_IMAGE_BYTES } from "../../../server/src/pictures/limits.ts";
import { startChild } from "../../../server/src/testing/child-process.ts";
import { skipWithout } from "../../../server/src/testing/child-server.test-support.ts";
import { afterFile } from "../../../server/src/testing/after-file.ts";

const folder = mkdtempSync(join(tmpdir(), "turnout-proxy-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What start.sh writes down for nginx, told by one that only reads it. */
function upstreamOf(servers: string): string {
  const stand = join(folder, "nginx");
  writeFileSync(stand, "#!/bin/sh\ncat /tmp/upstream.conf\n");
  chmodSync(stand, 0o755);
  const env = { PATH: `${folder}:${process.env.PATH}`, API_SERVERS: servers };
  return execFileSync("sh", [join(import.meta.dirname, "start.sh")], { env, encoding: "utf8" });
}

async function serverThat(answers: RequestListener): Promise<string> {
  const server = createServer(answers);
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  afterFile(() => server.closeAllConnections());
  afterFile(() => server.close());
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The image's nginx with its own configuration, in another folder and at another port. */
async function proxyTo(servers: string) {
  const port = await freePort();
  const home = mkdtempSync(join(folder, "home-"));
  const places = (config: string) =>
    config
      .replaceAll("/tmp/", `${home}/`)
      .replaceAll("/etc/nginx/turnout/", `${home}/`)
      .replace("listen 8080", `listen 127.0.0.1:${port}`)
      .replace("root /srv/web", `root ${home}/web`);
  cpSync(join(import.meta.dirname, "asset-headers.conf"), join(home, "asset-headers.conf"));
  for (const file of ["proxy.conf", "server.conf"])
    writeFileSync(join(home, file), places(readFileSync(join(import.meta.dirname, "../../edge/nginx", file), "utf8")));
  mkdirSync(join(home, "web/assets"), { recursive: true });
  writeFileSync(join(home, "upstream.conf"), upstreamOf(servers));
  const config = join(home, "nginx.conf");
  // Started by root, as in some pipelines, nginx would change to a user who cannot enter here.
  const user = process.getuid?.() === 0 ? "user root;\n" : "";
  writeFileSync(config, user + places(readFileSync(join(import.meta.dirname, "nginx.conf"), "utf8")));
  const nginx = startChild("nginx", ["-p", home, "-c", config, "-e", "stderr"], { stdio: ["ignore", "ignore", "pipe"] });
  let logged = "";
  nginx.stderr!.on("data", (chunk: Buffer) => (logged += String(chunk)));
  afterFile(() => void nginx.kill("SIGKILL"));
  const isUp = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      ({ status }) => status,
      () => logged,
    );
  await expect.poll(isUp, { timeout: 10_000 }).toBe(200);
  return { port, origin: `http://127.0.0.1:${port}`, logged: () => logged, temporary: () => filesIn(home) };
}

/** What nginx has put aside of bodies and answers. */
const filesIn = (home: string) =>
  ["client_body", "proxy"]
    .flatMap((name) => readdirSync(join(home, name), { recursive: true, withFileTypes: true }))
    .filter((one) => one.isFile());

const post = (origin: string, path: string, bytes: number) =>
  fetch(origin + path, { method: "POST", body: Buffer.alloc(bytes, "x") }).then(({ status }) => status);

test("several servers are each left out for a moment after a failure; one address of all never is", () => {
  expect(upstreamOf("one:3000 two:3000")).toMatch(/server one:3000 max_fails=1 fail_timeout=2s;\n +server two:3000 max_fails=1/);
  expect(upstreamOf("all:3000")).toMatch(/server all:3000 max_fails=0;\n +server all:3000 max_fails=0;/);
});

describe.skipIf(skipWithout("nginx"))("nginx with the image's configuration", () => {
  test("asks again where one of several servers behind an address is on its way out, and goes on asking", async () => {
    let asked = 0;
    const halfAway = await serverThat((_request, response) => response.writeHead(asked++ % 2 === 0 ? 503 : 200).end());
    const { origin } = await proxyTo(halfAway);
    for (let times = 0; times < 10; times++) expect((await fetch(origin)).status).toBe(200);
  });

  test("takes a body as large as the server does, a picture as large as may be, and no larger ones", async () => {
    const reader = await serverThat((asked, response) => void text(asked).then(() => response.end()));
    const { origin } = await proxyTo(reader);
    expect(await post(origin, "/api/events", MAX_BODY)).toBe(200);
    expect(await post(origin, "/api/events", MAX_BODY + 1)).toBe(413);
    expect(await post(origin, "/api/images", MAX_IMAGE_BYTES)).toBe(200);
    expect(await post(origin, "/api/images", MAX_IMAGE_BYTES + 1)).toBe(413);
  });

  test("puts nothing aside: neither bodies that stop coming in, nor pictures on their way, nor answers that nobody takes", async () => {
    const began: string[] = [];
    const server = await serverThat((asked, response) => {
      began.push(asked.url!);
      asked.on("data", () => {});
      if (asked.url === "/long") response.end(Buffer.alloc(30_000_000, "y"));
    });
    const { port, temporary } = await proxyTo(server);
    const half = (path: string, length: number, sent: number) => {
      const socket = connect(port, "127.0.0.1", () =>
        socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Length: ${length}\r\n\r\n${"x".repeat(sent)}`),
      );
      afterFile(() => void socket.destroy());
    };
    half("/api/events", MAX_BODY, MAX_BODY - 1);
    half("/api/images", MAX_IMAGE_BYTES, 1_000_000);
    const answer = await new Promise<IncomingMessage>((done) => request({ port, host: "127.0.0.1", path: "/long" }, done).end());
    afterFile(() => void answer.destroy());
    // The picture's server hears of it at once, and can refuse it.
    await expect.poll(() => began.toSorted()).toEqual(["/api/images", "/long"]);
    await new Promise((done) => setTimeout(done, 300));
    expect(temporary()).toEqual([]);
  });

  test("says nothing about who asked for what, also where no server answers", async () => {
    const { origin, logged } = await proxyTo("127.0.0.1:9 127.0.0.1:10");
    expect((await fetch(`${origin}/e/harbour?token=quokka`)).status).toBe(502);
    expect(await post(origin, "/i/wombat", MAX_BODY + 1)).toBe(413);
    expect((await fetch(`${origin}/assets/numbat.js`)).status).toBe(502);
    expect(logged()).not.toMatch(/quokka|wombat|numbat|127\.0\.0\.1|request/);
  });
});
