import { sql } from "kysely";
import { expect, test } from "vitest";
import { notificationJobs } from "./jobs.ts";
import { anEventWithGuests, createMailPipeline, guestsToInvite } from "./mail-pipeline.test-support.ts";

const pipeline = await createMailPipeline();
const GUESTS = 200;

test("hundreds of emails take a few dozen statements, and each is sent once, also when its job runs twice", async () => {
  let statements = 0;
  const counting = pipeline.db.withPlugin({
    transformQuery({ node }) {
      statements += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  await anEventWithGuests(pipeline, guestsToInvite(GUESTS));
  const handlers = notificationJobs({ ...pipeline, db: counting });
  const tries = { willBeRetried: false };
  const told = pipeline.waiting.splice(0);
  await Promise.all(told.map(({ payload }) => handlers.tellGuest(payload as never, tries)));
  const mails = pipeline.waiting.splice(0);
  expect(mails).toHaveLength(GUESTS);
  await Promise.all([...mails, ...mails].map(({ payload }) => handlers.sendMail(payload as never, tries)));

  expect(new Set(pipeline.sent.map(({ to }) => to)).size).toBe(GUESTS);
  expect(pipeline.sent).toHaveLength(GUESTS);
  expect((await sql`select 1 from mails where state = 'sent'`.execute(pipeline.db)).rows).toHaveLength(GUESTS);
  expect(statements).toBeLessThan(60);
});
