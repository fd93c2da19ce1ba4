import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { testApp, testUrl } from "../testing/test-app.ts";
import { mailboxTransport } from "./mailbox-transport.ts";
import { newestMails } from "./mailbox.ts";
import { messageIdOf } from "./transport.ts";

const { server, deps } = await testApp();
const headers = { host: new URL(testUrl).host };
const ask = (url: string) => server.inject({ url, headers });
const paths = (id: string) => [
  "/mailbox",
  "/mailbox/latest",
  `/mailbox/${id}`,
  `/mailbox/${id}/body`,
  `/mailbox/${id}/calendar.ics`,
  "/mailbox.js",
];

const hostile = `<script>alert(1)</script>"'`;
const transport = mailboxTransport(deps.db);
const mail = {
  messageId: messageIdOf("a cause", "turnout.test"),
  to: "grace@example.org",
  subject: hostile,
  html: "<!doctype html><html><head></head><body><p>Come!</p></body></html>",
  text: hostile,
  headers: { "List-Unsubscribe": hostile },
  calendar: { name: "picnic.ics", method: "PUBLISH", content: "BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", isPart: false },
};
await transport.send(mail);
await transport.send(mail);
const [kept] = await newestMails(deps.db);

test("an email that is sent twice around a crash is stored once", async () => {
  expect(await newestMails(deps.db)).toHaveLength(1);
});

test("the page shows every email, and runs nothing of its content", async () => {
  for (const path of paths(kept!.id)) expect((await ask(path)).statusCode).toBe(200);
  expect((await ask("/mailbox/latest")).json()).toEqual({ id: kept!.id });
  const page = await ask(`/mailbox/${kept!.id}`);
  expect(page.body).not.toContain(hostile);
  expect(page.headers["cache-control"]).toBe("no-store");
});

test("the email itself is shown without scripts, and loads nothing", async () => {
  const { headers: given, body } = await ask(`/mailbox/${kept!.id}/body`);
  const policy = String(given["content-security-policy"]);
  expect(policy).toContain("default-src 'none'");
  expect(policy).toMatch(/^sandbox /);
  expect(policy).not.toContain("allow-scripts");
  expect(policy).not.toContain("allow-forms");
  expect(body).toContain("Come!");
});

test("an unknown email is not found", async () => {
  expect((await ask(`/mailbox/${randomUUID()}`)).statusCode).toBe(404);
});

test.each([
  ["with a mail server", { smtpUrl: "smtp://127.0.0.1:9" }],
  ["where the operator has no mailbox", { mailbox: "nobody" as const }],
])("%s there is no mailbox", async (_where, options) => {
  const other = await testApp(options);
  await mailboxTransport(other.deps.db).send(mail);
  const [one] = await newestMails(other.deps.db);
  for (const url of paths(one!.id)) expect([url, (await other.server.inject({ url, headers })).statusCode]).toEqual([url, 404]);
});

test("emails are found by address, subject and text, in any order and case, and a search has no wildcards", async () => {
  for (const [to, subject, text] of [
    ["lin@example.org", "Anna invites you: Midsummer", "By the lake, at seven"],
    ["mary@example.org", "Your sign-in link", "100% yours"],
  ] as const)
    await transport.send({ ...mail, messageId: messageIdOf(subject, "turnout.test"), to, subject, text });
  const found = async (find: string) => (await newestMails(deps.db, find)).map(({ recipient }) => recipient).sort();
  expect(await found("LAKE anna")).toEqual(["lin@example.org"]);
  expect(await found("mary@")).toEqual(["mary@example.org"]);
  expect(await found("100%")).toEqual(["mary@example.org"]);
  expect(await found("1_0%")).toEqual([]);
  expect(await found("  ")).toHaveLength(3);

  const { body } = await ask("/mailbox?find=lake");
  expect(body).toContain("Midsummer");
  expect(body).not.toContain("Your sign-in link");
  expect(body).toMatch(/href="\/mailbox\/[-0-9a-f]{36}\?find=lake"/);
  expect(body).toContain('value="lake"');
  expect((await ask("/mailbox?find=nobody%20at%20all")).body).toContain("No email matches");
  expect((await ask(`/mailbox?find=${encodeURIComponent('"><script>')}`)).body).not.toContain('"><script>');
});
