import { sql } from "kysely";
import { expect, test } from "vitest";
import { notificationJobs } from "./jobs.ts";
import { anInvitedCrowd, aPostOffice, invitees } from "./post-office.test-support.ts";

const post = await aPostOffice();
const CROWD = 200;

test("a crowd of mails is written with a few dozen statements, and each is sent once, also when its job comes twice", async () => {
  let statements = 0;
  const counting = post.db.withPlugin({
    transformQuery({ node }) {
      statements += 1;
      return node;
    },
    transformResult: async ({ result }) => result,
  });
  await anInvitedCrowd(post, invitees(CROWD));
  const handlers = notificationJobs({ ...post, db: counting });
  const tries = { willBeRetried: false };
  const told = post.waiting.splice(0);
  await Promise.all(told.map(({ payload }) => handlers.tellGuest(payload as never, tries)));
  const mails = post.waiting.splice(0);
  expect(mails).toHaveLength(CROWD);
  await Promise.all([...mails, ...mails].map(({ payload }) => handlers.sendMail(payload as never, tries)));

  expect(new Set(post.sent.map(({ to }) => to)).size).toBe(CROWD);
  expect(post.sent).toHaveLength(CROWD);
  expect((await sql`select 1 from mails where state = 'sent'`.execute(post.db)).rows).toHaveLength(CROWD);
  expect(statements).toBeLessThan(60);
});
