import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import type { Job, JobHandlers, Jobs } from "../jobs/jobs.ts";
import { noJobs } from "../jobs/no-jobs.ts";
import { testApp, testUrl } from "./test-app.ts";

/** Every email that the server sends for requests with forged host headers. */
const waiting: Job[] = [];
let handlers: JobHandlers | undefined;
const jobs: Jobs = {
  ...noJobs,
  enqueue: async (_tx, some) => void waiting.push(...some),
  work: async (given) => void (handlers = given as JobHandlers),
};
const app = await testApp({ jobs });
const { server, deps } = app;
await app.work();

async function mailed(): Promise<{ recipient: string; html: string; body: string; headers: Record<string, string> }[]> {
  for (let job = waiting.shift(); job; job = waiting.shift()) {
    if (job.startAfter && job.startAfter > new Date()) continue; // a reminder of an event to come
    await handlers![job.name](job.payload as never, { willBeRetried: false });
  }
  const found = await sql<never>`delete from mailbox returning recipient, html, body, headers`.execute(deps.db);
  return found.rows;
}

let cookie = "";
const lies = {
  "x-forwarded-host": "evil.test",
  "x-forwarded-proto": "https",
  "x-original-host": "evil.test",
  forwarded: "host=evil.test;proto=https",
};

async function ask(method: "GET" | "POST" | "PATCH" | "PUT", url: string, payload?: object, headers: Record<string, string> = {}) {
  const reply = await server.inject({
    method,
    url,
    headers: { host: "turnout.test", origin: testUrl, ...(cookie && { cookie }), ...lies, ...headers },
    ...(payload && { payload }),
  });
  expect([url, reply.statusCode < 400]).toEqual([url, true]);
  return reply;
}

const linksIn = ({ html, body, headers }: { html: string; body: string; headers: Record<string, string> }) =>
  [html, body, ...Object.values(headers)].flatMap((part) => part.match(/\b(?:https?:)?\/\/[^\s"'<>)]+/g) ?? []);

test("[14] links in emails have the configured origin, whatever a request's headers say", async () => {
  const ada = { name: "Ada", email: "ada@example.org", password: "tangerine-kayak-7", locale: "en" };
  const command = () => ({ commandId: randomUUID() });
  const mails = [];

  await ask("POST", "/api/auth/sign-up", ada);
  const [welcome] = await mailed();
  mails.push(welcome!);
  const token = /#([\w-]+)/.exec(welcome!.body)![1];
  const confirmed = await ask("POST", "/api/auth/sign-up/confirmation", { token, password: ada.password });
  cookie = [confirmed.headers["set-cookie"] ?? []]
    .flat()
    .map((line) => line.split(";")[0])
    .join("; ");

  const eventId = randomUUID();
  const guestId = randomUUID();
  const grace = { guestId, name: "Grace", email: "grace@example.org", plusOnesAllowed: null, locale: null };
  const fields = { title: "Picnic", starts: "2030-06-18T19:00", zone: "Europe/Lisbon" };
  await ask("POST", "/api/events", { ...command(), eventId, fields });
  await ask("POST", `/api/events/${eventId}/publication`, command());
  await ask("POST", `/api/events/${eventId}/invitations`, { ...command(), guests: [grace], message: "Come!", send: true });
  await ask("POST", `/api/events/${eventId}/host-invitations`, { email: "barbara@example.org" });
  await ask("POST", `/api/events/${eventId}/recovery`, { email: grace.email });
  await ask("POST", "/api/auth/password-resets", { email: ada.email, locale: "en" });
  mails.push(...(await mailed()));
  await ask("PATCH", `/api/events/${eventId}`, { ...command(), fields: { starts: "2030-06-19T19:00" } });
  mails.push(...(await mailed()));

  expect(mails).toHaveLength(6);
  for (const mail of mails) {
    const links = linksIn(mail);
    for (const link of links) expect(link).toMatch(/^http:\/\/turnout\.test\//);
    expect(JSON.stringify(mail)).not.toContain("evil.test");
  }

  const left = await sql<{ payload: object }>`select payload from mails`.execute(deps.db);
  expect(left.rows).toHaveLength(mails.length);
  const kept = left.rows.flatMap(({ payload }) => Object.keys(payload));
  expect([...new Set(kept)].toSorted()).toEqual(["eventId", "guestId", "seq"]); // whom it was about, and no stored token
});

test("a request for another host reaches nothing that sends email", async () => {
  const reply = await server.inject({
    method: "POST",
    url: "/api/auth/password-resets",
    headers: { host: "evil.test", origin: testUrl },
    payload: { email: "ada@example.org", locale: "en" },
  });
  expect(reply.statusCode).toBe(421);
  expect(await mailed()).toEqual([]);
});
