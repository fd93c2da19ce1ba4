import { afterAll, expect, test, vi } from "vitest";
import { freePort } from "../free-port.ts";
import { statementsIn } from "../db/statements.ts";
import { openJobs } from "../jobs/jobs.ts";
import { aMailServer } from "../mail/smtp-server.test-support.ts";
import type { MailOutcome } from "../mail/watched-transport.ts";
import { startCrowdThread } from "./crowd-thread.ts";
import { promptJobs } from "./jobs.ts";
import { anInvitedCrowd, aPostOffice, invitees } from "./post-office.test-support.ts";

const post = await aPostOffice();
const { publicUrl, calendarHost, mailAddress, secret } = post;
const mailing = { publicUrl, calendarHost, mailAddress, secret, mailFrom: "hello@turnout.test", mailRate: null, mailAllowance: null };
const deaf = { tell: () => {}, count: () => {}, onError: () => {} };

test("a thread writes to a crowd, once to each, and hosts see it; after its end nobody is written to", { timeout: 60_000 }, async () => {
  const server = await aMailServer();
  const jobs = await openJobs(post.url, () => {});
  afterAll(() => jobs.stop());
  const outcomes: MailOutcome[] = [];
  const options = { ...mailing, databaseUrl: post.url, smtpUrl: server.url };
  const thread = startCrowdThread(options, { ...deaf, count: (outcome) => void outcomes.push(outcome) });
  await jobs.work(promptJobs(post));

  const handIn = () => post.db.transaction().execute((tx) => jobs.enqueue(statementsIn(tx), post.waiting.splice(0)));
  const guests = invitees(60);
  const { id } = await anInvitedCrowd(post, guests);
  await handIn();
  await vi.waitFor(() => expect(server.received).toHaveLength(60), { timeout: 30_000 });
  expect(server.received.flatMap(({ to }) => to).toSorted()).toEqual(guests.map(({ email }) => email).toSorted());
  await vi.waitFor(() => expect(outcomes).toEqual(Array(60).fill("sent")), { timeout: 10_000 });
  const sent = post.db.selectFrom("guests").select("id").where("event_id", "=", id).where("delivery", "=", "sent");
  await vi.waitFor(async () => expect(await sent.execute()).toHaveLength(60), { timeout: 30_000 });

  await thread.stop();
  await anInvitedCrowd(post, invitees(3));
  await handIn();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(server.received).toHaveLength(60);
});

test("a thread that dies is followed by another", { timeout: 60_000 }, async () => {
  const databaseUrl = `postgresql://nobody@127.0.0.1:${await freePort()}/nothing`;
  const died: Error[] = [];
  const options = { ...mailing, databaseUrl, smtpUrl: "smtp://127.0.0.1:9" };
  const thread = startCrowdThread(options, { ...deaf, onError: (error) => void died.push(error) });
  await vi.waitFor(() => expect(died.length).toBeGreaterThan(1), { timeout: 40_000 });
  await thread.stop();
});
