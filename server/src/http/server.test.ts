import { randomUUID } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import type { InjectOptions } from "fastify";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { createEvent, editEvent, publishEvent } from "../events/commands.ts";
import { promoteWaiting } from "../guests/seats.ts";
import { aUser, asUser } from "../testing/world.ts";
import { builtWeb, testApp, testUrl } from "../testing/test-app.ts";
import { createServerThatLogs } from "./log-lines.test-support.ts";
import { createHttpServer, MAX_BODY } from "./server.ts";
import { createLogger } from "../telemetry/logging.ts";

const app = await testApp();
const { server, deps } = app;
const ask = (options: InjectOptions) => server.inject({ ...options, headers: { host: "turnout.test", ...options.headers } });
const answer = (headers: Record<string, string>, url = `/api/events/${randomUUID()}/recovery`) =>
  ask({ method: "POST", url, headers, payload: { email: "a@example.org" } });

test("requests with unsafe methods must come from our own pages (ASVS 3.5.1)", async () => {
  const cookie = "visit=whatever";
  const allowed = [{ origin: testUrl, cookie }, { "sec-fetch-site": "same-origin", cookie }, {}];
  const refused = [
    { cookie },
    { origin: "http://evil.test", cookie },
    { origin: "http://evil.test" },
    { origin: "null", cookie },
    { origin: `${testUrl}.evil.test`, cookie },
    { "sec-fetch-site": "same-site", cookie },
    { "sec-fetch-site": "cross-site" },
  ];
  for (const headers of allowed) expect((await answer(headers as never)).statusCode, JSON.stringify(headers)).toBe(202);
  for (const headers of refused) expect((await answer(headers as never)).statusCode, JSON.stringify(headers)).toBe(403);
});

test("requests for another host are refused, whatever forwarding headers say", async () => {
  for (const host of ["evil.test", "turnout.test.evil.test", "turnout.test:81", ""]) {
    expect((await server.inject({ url: "/", headers: { host, "x-forwarded-host": "turnout.test" } })).statusCode, host).toBe(421);
  }
  expect((await server.inject({ url: "/livez", headers: { host: "10.0.0.1:3000" } })).statusCode).toBe(200);
});

test.each([
  [
    "https://turnout.example",
    ["turnout.example", "turnout.example:443", "TURNOUT.example"],
    ["turnout.example:80", "turnout.example:8443"],
  ],
  ["http://turnout.example", ["turnout.example", "turnout.example:80", "Turnout.Example:80"], ["turnout.example:443"]],
  ["http://turnout.example:8080", ["turnout.example:8080"], ["turnout.example", "turnout.example:80", "turnout.example:8080:80"]],
  ["http://localhost:3000", ["localhost:3000", "127.0.0.1:3000", "[::1]:3000", "localhost"], ["10.0.0.1:3000", "localhost.evil.test"]],
])(
  "at %s, %j are its own name and %j are not: the reply and the log say which came and which is expected",
  async (publicUrl, own, others) => {
    const { server: one, lines } = await createServerThatLogs(0, publicUrl);
    for (const host of own) expect([host, (await one.inject({ url: "/", headers: { host } })).statusCode]).toEqual([host, 200]);
    expect(lines("info")).toEqual([]);
    const expected = new URL(publicUrl).host;
    for (const host of [...others, `${new URL(publicUrl).hostname}.`, "evil.test", '"><script>'.repeat(100)]) {
      const reply = await one.inject({ url: "/", headers: { host } });
      expect([host, reply.statusCode, reply.json().code]).toEqual([host, 421, "misdirected"]);
      expect(reply.headers["content-type"]).toContain("application/problem+json");
      expect(reply.json().detail).toContain(JSON.stringify(host.slice(0, 200)));
      expect(reply.json().detail).toContain(JSON.stringify(expected));
      expect(lines("info").at(-1)).toMatchObject({ "url.domain": host.slice(0, 200), "turnout.expected_domain": expected });
    }
  },
);

test("a URL that the router cannot parse gets security headers, the host check and the rate limit too", async () => {
  const strict = await testApp({ limitFactor: 0.01 }); // 15 pages in a minute
  const open = (url: string, host = "turnout.test") => strict.server.inject({ url, headers: { host } });
  for (const url of ["/i/%ff", "/%", "/api/events/%c3%28", `/j/${"x".repeat(300)}`]) {
    const { headers, statusCode } = await open(url);
    expect([url, statusCode < 500, headers["x-content-type-options"], headers["content-type"]]).toEqual([
      url,
      true,
      "nosniff",
      "application/problem+json; charset=utf-8",
    ]);
    expect(headers["content-security-policy"], url).toContain("default-src 'none'");
    expect((await open(url, "evil.test")).statusCode, url).toBe(421);
  }
  for (let count = 0; count < 20; count++) await open("/i/%ff");
  expect((await open("/i/%ff")).statusCode).toBe(429);
  expect((await open("/nowhere")).statusCode).toBe(429);
});

test("HSTS covers this host only, not its subdomains", async () => {
  const { server: secure } = await createServerThatLogs(0, "https://turnout.example");
  const { headers } = await secure.inject({ url: "/", headers: { host: "turnout.example" } });
  expect(headers["strict-transport-security"]).toBe("max-age=63072000");
});

test("icons may be embedded by other sites, scripts may not", async () => {
  const webFolder = builtWeb();
  for (const name of ["icon-512.png", "icon.svg", "sw.js"]) writeFileSync(join(webFolder, name), "x");
  const { server: built } = await testApp({ webFolder });
  const policy = async (url: string) =>
    (await built.inject({ url, headers: { host: "turnout.test" } })).headers["cross-origin-resource-policy"];
  expect([await policy("/icon-512.png"), await policy("/icon.svg"), await policy("/sw.js")]).toEqual([
    "cross-origin",
    "cross-origin",
    "same-origin",
  ]);
});

test("every reply has the security headers (ASVS 3.4)", async () => {
  for (const url of ["/", "/sign-in", "/api/my-events", "/nowhere"]) {
    const { headers } = await ask({ url, headers: { accept: "text/html" } });
    const policy = String(headers["content-security-policy"]);
    expect(policy, url).not.toMatch(/unsafe-|\*/);
    expect(policy, url).toContain("frame-ancestors 'none'");
    expect(policy, url).toContain("object-src 'none'");
    expect(headers["x-content-type-options"], url).toBe("nosniff");
    expect(headers["referrer-policy"], url).toBe("same-origin");
    expect(policy.split("; "), url).toEqual(expect.arrayContaining(["script-src 'self'", "style-src 'self'"]));
  }
});

test("replies that depend on cookies are not cached", async () => {
  expect((await ask({ url: "/api/my-events" })).headers["cache-control"]).toBe("no-store");
  expect((await ask({ url: "/" })).headers["cache-control"]).toBe("no-store");
});

test("malformed input gets a problem that names the field, and no internals (RFC 9457)", async () => {
  const reply = await ask({
    method: "PUT",
    url: `/api/events/${randomUUID()}/rsvp`,
    headers: { origin: testUrl },
    payload: { answer: "perhaps", plusOnes: 3 },
  });
  expect(reply.statusCode).toBe(400);
  expect(reply.headers["content-type"]).toContain("application/problem+json");
  const problem = reply.json();
  expect(problem).toMatchObject({ status: 400, code: "invalid_input", requestId: expect.any(String) });
  expect(problem.errors.map(({ path }: { path: string }) => path).toSorted()).toEqual(expect.arrayContaining(["/answer", "/plusOnes"]));
  expect(reply.body).not.toMatch(/node_modules|\.ts:|at \//);
});

test("unknown fields are refused (mass assignment, prototype pollution)", async () => {
  const url = `/api/events/${randomUUID()}/rsvp`;
  const good = { commandId: randomUUID(), answer: "going", plusOnes: [], note: "" };
  for (const more of [{ standing: "going" }, { ticket: 1 }, { access_version: 9 }, { constructor: { prototype: { admin: true } } }]) {
    expect((await ask({ method: "PUT", url, headers: { origin: testUrl }, payload: { ...good, ...more } })).statusCode).toBe(400);
  }
  const polluted = await ask({
    method: "PUT",
    url,
    headers: { origin: testUrl, "content-type": "application/json" },
    payload: '{"__proto__":{"admin":true},"answer":"going"}',
  });
  expect(polluted.statusCode).toBe(400);
  expect(({} as { admin?: boolean }).admin).toBeUndefined();
});

test("bodies and parameters have limits, and a doubled query parameter is refused", async () => {
  const large = await ask({
    method: "POST",
    url: "/api/events",
    headers: { origin: testUrl, "content-type": "application/json" },
    payload: `{"x":"${"x".repeat(MAX_BODY)}"}`,
  });
  expect(large.statusCode).toBe(413);
  expect(large.json()).toMatchObject({ code: "too_large" });
  expect((await ask({ url: `/api/events/${"x".repeat(300)}` })).statusCode).toBe(414);
  expect((await ask({ url: `/api/events/${randomUUID()}/guests?search=a&search=b` })).statusCode).toBe(400);
  expect(
    (await ask({ method: "POST", url: "/api/events", headers: { origin: testUrl, "content-type": "application/json" }, payload: "{" }))
      .statusCode,
  ).toBe(400);
});

test("methods that no route has are refused", async () => {
  expect((await ask({ method: "TRACE" as "GET", url: "/" })).statusCode).toBe(405);
  expect((await ask({ method: "OPTIONS", url: "/api/my-events" })).statusCode).toBe(405);
});

test("a client above its limit is refused whatever its headers say; others are not", async () => {
  const strict = await testApp({ limitFactor: 1 });
  const from = (remoteAddress: string, headers: Record<string, string> = {}) =>
    strict.server.inject({
      method: "POST",
      url: `/api/events/${randomUUID()}/recovery`,
      remoteAddress,
      headers: { host: "turnout.test", ...headers },
      payload: { email: "a@example.org" },
    });
  const statuses = [];
  for (let count = 0; count < 14; count++)
    statuses.push(
      (await from("203.0.113.7", { "x-forwarded-for": `198.51.100.${count}`, forwarded: `for=198.51.100.${count}` })).statusCode,
    );
  expect(statuses.filter((status) => status === 202)).toHaveLength(10);
  expect(statuses.at(-1)).toBe(429);
  expect((await from("203.0.113.7")).headers["retry-after"]).toMatch(/^\d+$/);
  expect((await from("203.0.113.8")).statusCode).toBe(202);
  for (let count = 0; count < 12; count++) await from(`2001:db8:1:2::${count + 1}`);
  expect((await from("2001:db8:1:2:ffff::1")).statusCode).toBe(429);
  expect((await from("2001:db8:1:3::1")).statusCode).toBe(202);
});

test("a server with a route without authz does not start", async () => {
  const fresh = async () => createHttpServer({ publicUrl: testUrl, trustedHops: 0, logger: createLogger("silent") });
  const undecided = await fresh();
  expect(() => undecided.get("/api/secret", async () => ({}))).toThrow("does not say who may call it");
  const unlimited = await fresh();
  expect(() => unlimited.get("/api/secret", { config: { authz: "anyone" } }, async () => ({}))).toThrow("does not say how often");
  const unnamed = await fresh();
  expect(() => unnamed.get("/api/secret", { config: { authz: "anyone", limit: "read" } }, async () => ({}))).toThrow("has no operationId");
});

const payloads = [
  "</script><script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "<!--<script>",
  "\u2028alert(1)",
  "{{constructor}}",
  "javascript:alert(1)",
];

test("nothing that a host writes becomes markup", async () => {
  const ada = await aUser({ db: deps.db } as never, "Ada <script>alert(1)</script>");
  const edit = editEvent({ needs: [], afterEdit: promoteWaiting });
  for (const payload of payloads) {
    const eventId = randomUUID();
    const fields = {
      title: payload.slice(0, 100),
      description: payload,
      starts: "2030-06-18T19:00",
      visibility: "public" as const,
      place: { kind: "place" as const, name: payload.slice(0, 100), address: payload },
    };
    await deps.changeEvent(eventId, createEvent, { commandId: randomUUID(), eventId, fields }, asUser(ada), { opensEvent: true });
    await deps.changeEvent(eventId, publishEvent, { commandId: randomUUID() }, asUser(ada));
    await deps.changeEvent(eventId, edit, { commandId: randomUUID(), fields: {} }, asUser(ada));
    const { body } = await ask({ url: `/e/${eventId}` });
    expect(body.match(/<script(?! type="application\/json" id="page-data">)/g), payload).toBeNull();
    expect(body, payload).not.toMatch(/<img/);
    expect(body.match(/<\/script>/g), payload).toHaveLength(1);
    expect(JSON.parse(/id="page-data">(.*?)<\/script>/s.exec(body)![1]!).snapshot.details.description).toBe(payload);
  }
});

test("a page has link preview tags, with our own URLs only", async () => {
  const ada = await aUser({ db: deps.db } as never, "Ada");
  const eventId = randomUUID();
  const fields = {
    title: "Picnic",
    description: "By the **lake**",
    starts: "2030-06-18T19:00",
    zone: "Europe/Lisbon",
    visibility: "public" as const,
  };
  await deps.changeEvent(eventId, createEvent, { commandId: randomUUID(), eventId, fields }, asUser(ada), { opensEvent: true });
  await deps.changeEvent(eventId, publishEvent, { commandId: randomUUID() }, asUser(ada));
  const { body } = await ask({ url: `/e/${eventId}`, headers: { "x-forwarded-host": "evil.test", forwarded: "host=evil.test" } });
  expect(body).toContain('<meta property="og:title" content="Picnic" />');
  expect(body).toMatch(/og:description" content="[^"]*June 18, 2030[^"]*By the lake"/);
  expect(body).toContain(`<meta property="og:url" content="${testUrl}/e/${eventId}" />`);
  expect(body).not.toContain("evil.test");
});

test("a refused new event leaves nothing behind", async () => {
  const eventId = randomUUID();
  const reply = await ask({
    method: "POST",
    url: "/api/events",
    headers: { origin: testUrl },
    payload: { commandId: randomUUID(), eventId, fields: {} },
  });
  expect(reply.json()).toMatchObject({ status: 401, code: "sign_in_required" });
  const { rows } = await sql`select 1 from events where id = ${eventId}`.execute(deps.db);
  expect(rows).toEqual([]);
});

test("lone surrogates and NUL are removed from texts before they reach the database", async () => {
  const ada = await aUser({ db: deps.db } as never, "Ada");
  const eventId = randomUUID();
  const fields = { title: "Picnic", starts: "2030-06-18T19:00", visibility: "public" as const };
  await deps.changeEvent(eventId, createEvent, { commandId: randomUUID(), eventId, fields }, asUser(ada), { opensEvent: true });
  await deps.changeEvent(eventId, publishEvent, { commandId: randomUUID() }, asUser(ada));
  const payload = `{"commandId":"${randomUUID()}","answer":"going","plusOnes":[],"note":"a\\u0000b \\ud83d","name":"Lin"}`;
  const reply = await ask({
    method: "PUT",
    url: `/api/events/${eventId}/rsvp`,
    headers: { origin: testUrl, "content-type": "application/json" },
    payload,
  });
  expect(reply.statusCode).toBe(200);
  const { rows } = await sql<{ note: string }>`select note from guests where id = ${reply.json().guestId}`.execute(deps.db);
  expect(rows[0]!.note).toBe("ab \ufffd");
  expect((await ask({ url: `/api/events/${eventId}/guests?search=%00&cursor=bm9uc2Vuc2U` })).statusCode).toBe(200);
});
