import { dkimVerify } from "mailauth/lib/dkim/verify.js";
import { expect, test } from "vitest";
import { freePort } from "../free-port.ts";
import { newOpenRequests } from "../http/open-requests.ts";
import { statementsIn } from "../db/statements.ts";
import { openJobs } from "../jobs/jobs.ts";
import type { Hint } from "../log/hint.ts";
import { readLog } from "../log/read-log.ts";
import { changeable } from "../changing.ts";
import { dnsOf, makeDkimKey } from "../mail/dkim.test-support.ts";
import { aMailServer } from "../mail/smtp-server.test-support.ts";
import type { MailAttempt } from "../mail/watched-transport.ts";
import { startBulkMailThread } from "./bulk-mail-thread.ts";
import { anEventWithGuests, createMailPipeline, guestsToInvite } from "./mail-pipeline.test-support.ts";
import { afterFile } from "../testing/after-file.ts";
import { until } from "../testing/until.ts";

const pipeline = await createMailPipeline();
const { publicUrl, calendarHost, mailAddress, inboundAddress, secret } = pipeline;
const mailing = {
  openRequests: newOpenRequests(),
  publicUrl,
  calendarHost,
  mailAddress,
  inboundAddress,
  secret,
  mailFrom: "hello@turnout.test",
  mailRate: null,
  dkim: null,
  mailAllowance: null,
};
const watch = { report: () => {}, count: () => {}, hint: () => {}, measure: () => {}, onError: () => {} };

test("the thread emails each of many guests once, and hosts see it; a stopped thread sends nothing", async () => {
  const server = await aMailServer();
  const jobs = await openJobs(pipeline.url, () => {});
  afterFile(() => jobs.stop());
  const attempts: MailAttempt[] = [];
  const hints: Hint[] = [];
  const measured: unknown[] = [];
  const options = { ...mailing, databaseUrl: pipeline.url, smtpUrl: server.url };
  const thread = startBulkMailThread(options, {
    ...watch,
    count: (attempt) => void attempts.push(attempt),
    hint: (hint) => void hints.push(hint),
    measure: (command, _seconds, outcome) => void measured.push([command, outcome]),
  });

  const handIn = () => pipeline.db.transaction().execute((tx) => jobs.enqueue(statementsIn(tx), pipeline.waiting.splice(0)));
  const guests = guestsToInvite(60);
  const { id } = await anEventWithGuests(pipeline, guests);
  await handIn();
  await until(() => expect(server.received).toHaveLength(60));
  expect(server.received.flatMap(({ to }) => to).toSorted()).toEqual(guests.map(({ email }) => email).toSorted());
  const sentInTime = { outcome: "sent", urgency: "bulk", waited: expect.any(Number) };
  await until(() => expect(attempts).toEqual(Array(60).fill(sentInTime)));
  const sent = pipeline.db.selectFrom("guests").select("id").where("event_id", "=", id).where("delivery", "=", "sent");
  await until(async () => expect(await sent.execute()).toHaveLength(60));
  // Pages that are open learn of it from the same entries as the log has.
  await until(() => expect(hints.flatMap(({ entries }) => entries)).toHaveLength(60));
  const [first, last] = [hints[0]!, hints.at(-1)!];
  const { entries } = await readLog(pipeline.db, id, { after: first.after, upTo: last.upTo });
  expect(hints.flatMap((hint) => hint.entries)).toEqual(entries);
  expect(new Set(entries.map(({ body }) => body.type))).toEqual(new Set(["delivery.changed"]));
  expect(measured.length).toBeGreaterThan(0);
  expect(measured).toEqual(measured.map(() => ["recordDeliveries", "accepted"]));

  await thread.stop();
  await anEventWithGuests(pipeline, guestsToInvite(3));
  await handIn();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(server.received).toHaveLength(60);
});

test("a thread that dies is replaced", async () => {
  const databaseUrl = `postgresql://nobody@127.0.0.1:${await freePort()}/nothing`;
  const died: Error[] = [];
  const options = { ...mailing, databaseUrl, smtpUrl: "smtp://127.0.0.1:9" };
  const thread = startBulkMailThread(options, { ...watch, onError: (error) => void died.push(error) });
  await until(() => expect(died.length).toBeGreaterThan(1));
  await thread.stop();
});

test("what the thread sends is signed, by the key that is in force", async () => {
  const server = await aMailServer();
  const jobs = await openJobs(pipeline.url, () => {});
  afterFile(() => jobs.stop());
  const [first, second] = [makeDkimKey(), makeDkimKey()];
  const key = changeable(first.key);
  const dkim = { domain: "turnout.test", selector: "mails", key };
  const thread = startBulkMailThread({ ...mailing, dkim, databaseUrl: pipeline.url, smtpUrl: server.url }, watch);
  const handIn = () => pipeline.db.transaction().execute((tx) => jobs.enqueue(statementsIn(tx), pipeline.waiting.splice(0)));
  for (const [at, { record }] of [first, second].entries()) {
    const email = `signed-${at}@example.org`;
    await anEventWithGuests(pipeline, guestsToInvite(1, { email }));
    await handIn();
    const received = () => server.received.find(({ to }) => to.includes(email))?.raw;
    await until(() => expect(received()).toBeDefined());
    const resolver = dnsOf({ "mails._domainkey.turnout.test": record }) as never;
    const { results } = await dkimVerify(Buffer.from(received()!), { resolver });
    expect(results.map(({ status }) => status.result)).toEqual(["pass"]);
    key.set(second.key);
  }
  await thread.stop();
});
