import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { shareToken } from "../guests/share-link.ts";
import { testApp, testSecret, testUrl } from "../testing/test-app.ts";
import { aGathering } from "../testing/world.ts";
import { createServerThatLogs } from "./log-lines.test-support.ts";
import { limits } from "./rate-limit.ts";

const behindProxy = await testApp({ limitFactor: 1, trustedHops: 1 });
const world = { ...behindProxy.deps, hints: [] } as never;
const many = Array.from({ length: 45 }, (_, at) => at);

/** Whether each of these clients, in turn, is listened to: mails have the lowest limit, 10 in ten minutes. */
async function served(clients: string[]): Promise<number> {
  let taken = 0;
  for (const client of clients) {
    const reply = await behindProxy.server.inject({
      method: "POST",
      url: `/api/events/${randomUUID()}/recovery`,
      headers: { host: "turnout.test", origin: testUrl, "x-forwarded-for": client },
      payload: { email: "a@example.org" },
    });
    expect([202, 429]).toContain(reply.statusCode);
    taken += Number(reply.statusCode === 202);
  }
  return taken;
}

test.each([
  ["ports", (at: number) => `203.0.113.9:${1_001 + at}`],
  ["ports behind brackets", (at: number) => `[2001:db8:a:1::9]:${1_001 + at}`],
  ["addresses within one household's network", (at: number) => `2001:db8:b:1::${(at + 1).toString(16)}`],
  ["zones", (at: number) => `2001:db8:c:1::9%eth${at}`],
  ["spellings of IPv4 within IPv6", (at: number) => ["::ffff:203.0.113.19", "::FFFF:cb00:7113", "[0:0:0:0:0:ffff:cb00:7113]:99"][at % 3]!],
  ["words", (at: number) => `client-${at}`],
])("%s make no more clients of one", async (_name, client) => {
  expect(await served(many.map(client))).toBe(limits.mail.points);
});

test("a /56 and a /48 have higher limits", async () => {
  const hex = (at: number) => at.toString(16).padStart(2, "0");
  expect(await served(many.map((at) => `2001:db8:d:11${hex(at)}::9`))).toBe(4 * limits.mail.points);
  const household = (at: number) => `2001:db8:e:${hex(at)}`;
  expect(await served(Array.from({ length: 200 }, (_, at) => `${household(at)}11::9`))).toBe(16 * limits.mail.points);
  expect(await served(["2001:db8:f::9"])).toBe(1);
});

const open = (url: string, client: string) =>
  behindProxy.server.inject({ url, headers: { host: "turnout.test", accept: "text/html", "x-forwarded-for": client } });

test("500 phones in one network can open a valid link; invalid links are soon refused", async () => {
  const { id } = await aGathering(world);
  const good = `/j/${shareToken(testSecret, id, 1)}`;
  for (let phone = 0; phone < 500; phone++) expect((await open(good, "198.51.100.1")).statusCode).toBe(200);

  for (const [at, path] of ["/j/nothing", `/i/${"x".repeat(43)}`, `/e/${randomUUID()}`].entries()) {
    const statuses = [];
    for (let count = 0; count < 70; count++) statuses.push((await open(path, `198.51.100.${at + 10}`)).statusCode);
    expect(statuses.filter((status) => status === 404)).toHaveLength(limits.link.points);
    expect(statuses.at(-1)).toBe(429);
    expect((await open(good, `198.51.100.${at + 10}`)).statusCode).toBe(200);
  }
});

test("the doors of a venue scan as often as their limit says, and no more", async () => {
  const factor = 0.01;
  const { server } = await testApp({ limitFactor: factor });
  const scans = [
    ["scans", {}],
    ["arrivals", { commandId: randomUUID(), people: 1 }],
  ] as const;
  const statuses = [];
  for (let count = 0; count <= limits.door.points * factor; count++) {
    const [url, more] = scans[count % 2]!;
    const payload = { token: "x".repeat(43), code: "any", ...more };
    const sent = { method: "POST", url: `/api/door/${url}`, headers: { host: "turnout.test", origin: testUrl }, payload } as const;
    statuses.push((await server.inject(sent)).statusCode);
  }
  expect(statuses.slice(0, -1).every((status) => status === 404)).toBe(true);
  expect(statuses.at(-1)).toBe(429);
});

test("a proxy that is not configured is warned about once, and only where it matters", async () => {
  for (const [trustedHops, warnings] of [
    [0, 1],
    [1, 0],
  ] as const) {
    const { server, lines } = await createServerThatLogs(trustedHops);
    await server.inject({ url: "/", headers: { host: "turnout.test" } });
    expect(lines("warn")).toEqual([]);
    for (let count = 0; count < 3; count++)
      await server.inject({ url: "/", headers: { host: "turnout.test", "x-forwarded-for": "198.51.100.9" } });
    expect(lines("warn").filter(({ msg }) => msg.includes("TRUSTED_HOPS is 0"))).toHaveLength(warnings);
  }
});
