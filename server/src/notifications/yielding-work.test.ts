import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { connectForBulkMail } from "../db/connect.ts";
import { testDatabase } from "../db/test-database.ts";
import { aMailServer } from "../mail/smtp-server.test-support.ts";
import { smtpTransport } from "../mail/smtp-transport.ts";
import { messageIdOf } from "../mail/transport.ts";
import { bulkMailJobs } from "./jobs.ts";
import { afterFile } from "../testing/after-file.ts";

/** Requests that are open until `end` is called. */
function openRequests() {
  const waiting: (() => void)[] = [];
  const yieldToRequests = () => new Promise<void>((done) => void waiting.push(done));
  /** Ends them once somebody waits for it. */
  async function end() {
    await expect.poll(() => waiting.length).toBe(1);
    waiting.pop()!();
  }
  return { yieldToRequests, end };
}

/** Holds that work waits, whether or not it would be done by then, and ends after the requests. */
async function expectToWait(work: () => Promise<unknown>, { end }: ReturnType<typeof openRequests>) {
  let isDone = false;
  const ended = work().then(() => (isDone = true));
  await sleep(30);
  expect(isDone).toBe(false);
  await end();
  await ended;
}

test("bulk email waits for an open request, and an email that somebody waits for does not", async () => {
  const { url } = await aMailServer();
  const requests = openRequests();
  const { yieldToRequests } = requests;
  const transport = smtpTransport(url, "Turnout <hello@turnout.test>", { yieldToRequests });
  afterFile(() => transport.close());
  const mail = (isUrgent: boolean) => ({
    messageId: messageIdOf(randomUUID(), "turnout.test"),
    to: "grace@example.org",
    subject: "Picnic",
    html: "<p>Come!</p>",
    text: "Come!",
    headers: {},
    calendar: null,
    isUrgent,
  });
  await expectToWait(() => transport.send(mail(false)), requests);
  await transport.send(mail(true));
});

test("each statement of bulk email waits for an open request", async () => {
  const requests = openRequests();
  const db = connectForBulkMail((await testDatabase()).url, { ...requests, onError: () => {} });
  afterFile(() => db.destroy());
  await expectToWait(() => sql`select 1`.execute(db), requests);
});

test("hosts hear of a delivery once no request is open", async () => {
  const requests = openRequests();
  const deps = { changeEvent: async () => {}, ...requests } as never;
  const news = { mailId: randomUUID(), eventId: randomUUID(), guestId: randomUUID(), delivery: "sent" } as never;
  await expectToWait(() => bulkMailJobs(deps).recordDelivery(news, {} as never), requests);
});
