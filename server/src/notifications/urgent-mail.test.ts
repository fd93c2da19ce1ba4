import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { LINK_MINUTES } from "../accounts/verification-tokens.ts";
import { mailToken } from "../accounts/verification-tokens.ts";
import { statementsIn } from "../db/statements.ts";
import { openJobs } from "../jobs/jobs.ts";
import { aMailServer } from "../mail/smtp-server.test-support.ts";
import { CONNECTIONS, smtpTransport } from "../mail/smtp-transport.ts";
import { createOutbox } from "../mail/outbox.ts";
import { notificationJobs } from "./jobs.ts";
import { anEventWithGuests, createMailPipeline, guestsToInvite } from "./mail-pipeline.test-support.ts";
import { afterFile } from "../testing/after-file.ts";
import { until } from "../testing/until.ts";

const pipeline = await createMailPipeline();
const { db } = pipeline;

const askForLink = (email: string, queueMail = pipeline.queueMail) =>
  mailToken(
    { ...pipeline, queueMail } as never,
    { purpose: "magic-link", userId: null, value: { type: "magic-link", email }, minutes: LINK_MINUTES },
    { kind: "signInLink", recipient: email, page: "/sign-in/link" as never, next: null, payload: { locale: "en" } },
  );

const minutesLeft = async () =>
  (await sql<{ minutes: number }>`select extract(epoch from expires_at - now())::float / 60 as minutes from verifications`.execute(db))
    .rows[0]?.minutes;

test("a link's lifetime begins when its email is sent", async () => {
  await askForLink("grace@example.org");
  await sql`update verifications set expires_at = now() - interval '5 hours'`.execute(db);
  expect(await pipeline.deliver()).toHaveLength(1);
  expect(await minutesLeft()).toBeGreaterThan(LINK_MINUTES - 1);
  expect(await minutesLeft()).toBeLessThanOrEqual(LINK_MINUTES);
});

test("a link that was invalidated while its email waited is not sent", async () => {
  await askForLink("grace@example.org");
  await sql`delete from verifications`.execute(db);
  expect(await pipeline.deliver()).toEqual([]);
});

test("a sign-in link asked for behind thousands of invitations is sent before 3 seconds' worth of them have gone out", async () => {
  const guests = guestsToInvite(1_500).map((guest, index) => ({ ...guest, email: `many-${index}@example.org` }));
  await anEventWithGuests(pipeline, guests);
  const { waiting } = pipeline;
  const takesMs = 60;
  const server = await aMailServer(() => "takes", { takesMs });
  const transport = smtpTransport(server.url, "hello@turnout.test");
  const jobs = await openJobs(pipeline.url, () => {});
  afterFile(async () => {
    await jobs.stop();
    transport.close();
  });
  const queueMail = createOutbox(jobs.enqueue);
  const deps = { ...pipeline, transport, queueMail, enqueue: jobs.enqueue };
  await db.transaction().execute((tx) => jobs.enqueue(statementsIn(tx), waiting.splice(0)));
  await jobs.work({ ...notificationJobs(deps), forgetOld: async () => {}, reworkTimes: async () => {} });
  await until(() => expect(server.received.length).toBeGreaterThan(20));

  const email = `${randomUUID()}@example.org`;
  const before = server.received.length;
  await askForLink(email, queueMail);
  const place = () => server.received.findIndex(({ to }) => to[0] === email);
  await until(() => expect(place()).toBeGreaterThan(0));
  // On a busy machine both are slower.
  expect(place() - before).toBeLessThan((3_000 / takesMs) * CONNECTIONS);
  expect(place()).toBeLessThan(1_000); // the bulk emails were still waiting
});
