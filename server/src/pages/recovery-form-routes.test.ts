import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { editGuest } from "../guests/commands.ts";
import { REFUSAL_MS } from "../guests/recover-guest.ts";
import { limits } from "../http/rate-limit.ts";
import { testApp, testUrl } from "../testing/test-app.ts";
import { aGathering, asUser, type World } from "../testing/world.ts";
import { MAX_RECOVERY_FORM } from "./recovery-form-routes.ts";
import { recoveryWords } from "./recovery-words.ts";

const { deps, server } = await testApp();
const world = deps as unknown as World;
const EMAIL = "grace@example.org";

async function anEvent() {
  const gathering = await aGathering(world, { guests: 1 });
  const change = { commandId: randomUUID(), guestId: gathering.guests[0]!.id, email: EMAIL };
  await deps.changeEvent(gathering.id, editGuest, change, asUser(gathering.host));
  return gathering.id;
}

/** A browser that runs no scripts: it keeps its cookies. */
function aBrowser(language = "en") {
  const jar = new Map<string, string>();
  const go = async (method: "GET" | "POST", url: string, fields?: Record<string, string>, headers: Record<string, string> = {}) => {
    const reply = await server.inject({
      method,
      url,
      headers: {
        host: "turnout.test",
        accept: "text/html",
        "accept-language": language,
        ...(jar.size > 0 && { cookie: [...jar].map((pair) => pair.join("=")).join("; ") }),
        ...(fields && { "content-type": "application/x-www-form-urlencoded", origin: testUrl }),
        ...headers,
      },
      ...(fields && { payload: String(new URLSearchParams(fields)) }),
    });
    for (const line of [reply.headers["set-cookie"] ?? []].flat()) {
      const [name, value] = line.split(";")[0]!.split("=") as [string, string];
      if (/Max-Age=0/.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return reply;
  };
  return {
    open: (url: string) => go("GET", url),
    send: (url: string, fields: Record<string, string>, headers?: Record<string, string>) => go("POST", url, fields, headers),
    cookies: jar,
  };
}

const codesOf = async (eventId: string) => (await sql`select from recovery_codes where event_id = ${eventId}`.execute(deps.db)).rows.length;
async function mailedCode(): Promise<string> {
  const find = async () =>
    (
      await sql<{
        code: string;
      }>`select payload->>'code' as code from mails where kind = 'recoveryCode' and payload ? 'code' order by created_at desc limit 1`.execute(
        deps.db,
      )
    ).rows[0]?.code;
  await expect.poll(find).toBeDefined();
  return (await find())!;
}

test("an address leads to the page for the code, which a reload shows again, and the code opens the event", async () => {
  const id = await anEvent();
  const grace = aBrowser();
  expect((await grace.open(`/e/${id}`)).statusCode).toBe(404);
  expect((await grace.open(`/e/${id}/recover`)).body).toContain(`action="/e/${id}/recover"`);
  const asked = await grace.send(`/e/${id}/recover`, { email: ` ${EMAIL.toUpperCase()} ` });
  expect([asked.statusCode, asked.headers["location"]]).toEqual([303, `/e/${id}/recover?code`]);
  expect(String(asked.headers["set-cookie"])).toMatch(/^recovery=.*HttpOnly; SameSite=Lax/);
  const page = await grace.open(`/e/${id}/recover?code`);
  expect(page.body).toContain(`<strong>${EMAIL}</strong>`);
  const code = await mailedCode();
  const opened = await grace.send(`/e/${id}/recover/code`, { email: EMAIL, code: `${code.slice(0, 4)} ${code.slice(4)}` });
  expect([opened.statusCode, opened.headers["location"]]).toEqual([303, `/e/${id}`]);
  expect(grace.cookies.has("recovery")).toBe(false);
  expect((await grace.open(`/e/${id}`)).statusCode).toBe(200);
});

test("the page shows the cover that the app draws there", async () => {
  const page = await aBrowser().open(`/e/${await anEvent()}/recover`);
  const [, url = ""] = /<img class="cover" src="([^"]+)"/.exec(page.body) ?? [];
  const picture = await server.inject({ url: new URL(url).pathname, headers: { host: "turnout.test" } });
  expect(picture.headers["content-type"]).toBe("image/jpeg");
  expect(picture.statusCode).toBe(200);
});

test("an address that is on no list gets the same page, and one event's address is not shown at another", async () => {
  const [id, other] = [await anEvent(), await anEvent()];
  const lin = aBrowser();
  await lin.open(`/e/${id}/recover`);
  const asked = await lin.send(`/e/${id}/recover`, { email: "nobody@example.org" });
  expect([asked.statusCode, asked.headers["location"]]).toEqual([303, `/e/${id}/recover?code`]);
  expect((await lin.open(`/e/${id}/recover?code`)).body).toContain("<strong>nobody@example.org</strong>");
  expect((await lin.open(`/e/${other}/recover?code`)).body).not.toContain("nobody@example.org");
  expect(await codesOf(id)).toBe(0);
});

test.each(["en", "de"] as const)("in %s: what is refused is said in words, with what was typed", async (language) => {
  const id = await anEvent();
  const words = recoveryWords(language);
  const grace = aBrowser(language);
  await grace.open(`/e/${id}/recover`);
  const refused = async (path: string, fields: Record<string, string>) => {
    const reply = await grace.send(`/e/${id}/recover${path}`, fields);
    expect(reply.statusCode).toBe(400);
    return reply.body.replaceAll("&#39;", "'");
  };
  expect(await refused("", { email: " " })).toContain(words.emailMissing);
  const body = await refused("", { email: 'lin@localhost"><script>' });
  expect(body).toContain(words.emailInvalid);
  expect(body).toContain('value="lin@localhost&quot;&gt;&lt;script&gt;"');
  expect(await refused("/code", { email: EMAIL, code: "1234" })).toContain(words.codeShort(8));
  const began = performance.now();
  const wrong = await refused("/code", { email: EMAIL, code: "0000 0000" });
  expect(performance.now() - began).toBeGreaterThanOrEqual(REFUSAL_MS - 5);
  expect(wrong).toContain(words.codeInvalid);
  expect(wrong).toContain('value="0000 0000"');
  expect((await aBrowser(language).send(`/e/${id}/recover`, { email: EMAIL })).body).toContain(words.cookiesNeeded);
  expect(await codesOf(id)).toBe(0);
});

test("the forms count under the limits of the API's operations", async () => {
  const id = randomUUID();
  for (const [limit, form, operation] of [
    ["mail", "/recover", "/recovery"],
    ["signIn", "/recover/code", "/recovery/confirmation"],
  ] as const) {
    const limited = await testApp({ limitFactor: 1 / limits[limit].points });
    const headers = { host: "turnout.test", origin: testUrl };
    const payload = { email: EMAIL, ...(limit === "signIn" && { code: "00000000" }) };
    await limited.server.inject({ method: "POST", url: `/api/events/${id}${operation}`, headers, payload });
    const reply = await limited.server.inject({
      method: "POST",
      url: `/e/${id}${form}`,
      headers: { ...headers, "content-type": "application/x-www-form-urlencoded" },
      payload: String(new URLSearchParams(payload)),
    });
    expect([limit, reply.statusCode, reply.headers["content-type"]]).toEqual([limit, 429, "text/html; charset=utf-8"]);
  }
});

test("forms come from our own pages, and in a size that a form has", async () => {
  const id = await anEvent();
  const grace = aBrowser();
  await grace.open(`/e/${id}/recover`);
  for (const headers of [{ origin: "https://elsewhere.test" }, { origin: "null" }])
    for (const path of ["/recover", "/recover/code"]) {
      const reply = await grace.send(`/e/${id}${path}`, { email: EMAIL, code: "00000000" }, headers);
      expect([reply.statusCode, reply.headers["content-type"]]).toEqual([403, "text/html; charset=utf-8"]);
      expect(reply.body).toContain(`href="/e/${id}/recover"`);
    }
  expect((await grace.send(`/e/${id}/recover`, { email: "a".repeat(MAX_RECOVERY_FORM) })).statusCode).toBe(413);
  expect(await codesOf(id)).toBe(0);
});

test("what is no event's address leads nowhere", async () => {
  const lin = aBrowser();
  expect((await lin.open("/e/nowhere/recover")).statusCode).toBe(404);
  expect((await lin.send("/e/nowhere/recover", { email: EMAIL })).statusCode).toBe(404);
});
