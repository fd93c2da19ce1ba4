import { randomUUID } from "node:crypto";
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { request, type IncomingMessage } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import sharp from "sharp";
import { afterAll, describe, expect, test } from "vitest";
import { createAccount } from "../accounts/accounts.ts";
import { hashPassword } from "../accounts/password-hash.ts";
import { postMessage } from "../chat/commands.ts";
import { freePort } from "../free-port.ts";
import { MAX_IMAGE_BYTES } from "../pictures/limits.ts";
import { HEARTBEAT } from "../realtime/socket.ts";
import { childServer, skipWithout } from "../testing/child-server.test-support.ts";
import { follow, guestCookie, has, listening, pictureOf, reaches } from "../testing/live-line.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { aGathering, asUser } from "../testing/world.ts";
import { clientAddress } from "./client-network.ts";

const document = readFileSync(join(import.meta.dirname, "../../../docs/operating.md"), "utf8");
const HOPS = 1;
const { host } = new URL(testUrl);

/** What the document shows of a proxy's settings, for a port here and without a certificate. */
function snippet(language: string, tls: RegExp, port: number, behind: number): string {
  const shown = new RegExp(`\`\`\`${language}\\n(.*?)\`\`\``, "s").exec(document)?.[1] ?? "";
  expect(shown).toMatch(tls);
  return shown
    .replace(/^ *ssl_certificate.*\n/gm, "")
    .replace(tls, (_, start: string) => `${start}127.0.0.1:${port}`)
    .replace("127.0.0.1:3000", `127.0.0.1:${behind}`);
}

function home(): string {
  const folder = mkdtempSync(join(tmpdir(), "turnout-proxy-"));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));
  chmodSync(folder, 0o777); // its workers may be somebody else
  return folder;
}

/** Each starts a proxy in front of a port, and tells its own. */
const proxies = {
  async nginx(behind: number) {
    const [folder, port] = [home(), await freePort()];
    mkdirSync(join(folder, "logs"));
    const folders = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map((one) => `${one}_temp_path ${folder}/${one};`);
    const site = snippet("nginx", /(listen )443 ssl/, port, behind);
    writeFileSync(
      join(folder, "nginx.conf"),
      `daemon off; pid ${folder}/pid; error_log stderr; events {}\nhttp { access_log off; ${folders.join(" ")}\n${site} }\n`,
    );
    await childServer("nginx", ["-p", folder, "-c", join(folder, "nginx.conf"), "-e", "stderr"], port);
    return port;
  },
  async haproxy(behind: number) {
    const [folder, port] = [home(), await freePort()];
    writeFileSync(join(folder, "haproxy.cfg"), snippet("haproxy", /(bind ):443 ssl crt \S+/, port, behind));
    await childServer("haproxy", ["-db", "-f", join(folder, "haproxy.cfg")], port);
    return port;
  },
};

interface Sent {
  method?: string;
  path: string;
  headers?: Record<string, string>;
  body?: Buffer;
}

/** One request from the loopback address 127.0.0.2, which only a proxy can tell of. */
async function send(port: number, { method = "GET", path, headers, body }: Sent) {
  const reply = await new Promise<IncomingMessage>((resolve, reject) => {
    const options = { host: "127.0.0.1", localAddress: "127.0.0.2", port, method, path, headers: { host, ...headers } };
    request(options, resolve).on("error", reject).end(body);
  });
  return { status: reply.statusCode, headers: reply.headers, body: await text(reply) };
}

test("sockets are kept by every timeout that the document shows", () => {
  const timeouts = [...document.matchAll(/timeout (?:client |server |tunnel )?(\d+)s/g)].map(([, seconds]) => Number(seconds));
  expect(timeouts.filter((seconds) => seconds !== 5)).toEqual([75, 75, 75, 75, 75]);
  expect(75_000).toBeGreaterThan(2 * HEARTBEAT);
});

test("bodies may be as large as the largest picture", () => {
  expect(document).toContain(`client_max_body_size ${MAX_IMAGE_BYTES / 1024 / 1024}m;`);
});

describe.each(["nginx", "haproxy"] as const)("behind %s as docs/operating.md sets it up", (program) => {
  describe.skipIf(process.platform === "win32" || skipWithout(program))("the product", async () => {
    const app = await testApp({ trustedHops: HOPS });
    const behind = await listening(app);
    const seen: string[] = [];
    app.server.server.on("request", (one: IncomingMessage) => seen.push(clientAddress(one, HOPS)));
    const port = await proxies[program](behind);

    test("pages come, and a client's address is the one that it has, whatever it says", async () => {
      expect((await send(port, { path: "/livez", headers: { "x-forwarded-for": "203.0.113.9" } })).status).toBe(200);
      expect((await send(port, { path: "/" })).headers["content-type"]).toContain("text/html");
      expect(seen).toEqual(["127.0.0.2", "127.0.0.2"]);
    });

    test("a request for another host is refused", async () => {
      const reply = await send(port, { path: "/", headers: { host: "evil.test" } });
      expect([reply.status, JSON.parse(reply.body).code]).toEqual([421, "misdirected"]);
    });

    test("what is said reaches a reader at once, over a socket", async () => {
      const gathering = await aGathering({ ...app.deps, hints: [], snapshot: app.deps.loadSnapshot } as never, { guests: 1 });
      const cookie = await guestCookie(app, gathering.id, gathering.guests[0]!.id);
      const reader = await follow(port, await pictureOf(app, gathering.id, cookie), gathering.id, cookie);
      expect(has("caughtUp")(reader.frames)).toBe(true);
      const said = { commandId: randomUUID(), text: "hello", replyTo: null };
      const { seq } = await app.deps.changeEvent(gathering.id, postMessage, said, asUser(gathering.host));
      await reader.until(reaches(seq));
    });

    test("a picture of nearly the largest size arrives", async () => {
      const body = Buffer.alloc(MAX_IMAGE_BYTES - 1_024, 0);
      const start = await sharp({ create: { width: 320, height: 200, channels: 3, background: "#336699" } })
        .jpeg()
        .toBuffer();
      start.copy(body);
      const [email, password] = [`${program}@people.test`, "tangerine-kayak-7"];
      const passwordHash = await hashPassword(password);
      await app.deps.db.transaction().execute((tx) => createAccount(tx, { name: "Ada", email, locale: "en", passwordHash }));
      const headers = { origin: testUrl, "content-type": "application/json" };
      const signIn = { method: "POST", path: "/api/auth/sign-in", headers, body: Buffer.from(JSON.stringify({ email, password })) };
      const signedIn = await send(port, signIn);
      const cookie = String(signedIn.headers["set-cookie"]).split(";")[0]!;
      const picture = { origin: testUrl, cookie, "content-type": "image/jpeg" };
      const reply = await send(port, { method: "POST", path: "/api/images", headers: picture, body });
      expect([reply.status, reply.body.slice(0, 200)]).toEqual([200, expect.stringContaining("imageId")]);
    });
  });
});
