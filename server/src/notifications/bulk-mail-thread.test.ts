import { afterAll, expect, test, vi } from "vitest";
import { freePort } from "../free-port.ts";
import { newOpenRequests } from "../http/open-requests.ts";
import { statementsIn } from "../db/statements.ts";
import { openJobs } from "../jobs/jobs.ts";
import { aMailServer } from "../mail/smtp-server.test-support.ts";
import type { MailOutcome } from "../mail/watched-transport.ts";
import { startBulkMailThread } from "./bulk-mail-thread.ts";
import { urgentJobs } from "./jobs.ts";
import { anEventWithGuests, createMailPipeline, invitees } from "./mail-pipeline.test-support.ts";

const pipeline = await createMailPipeline();
const { publicUrl, calendarHost, mailAddress, secret } = pipeline;
const mailing = {
  openRequests: newOpenRequests(),
  publicUrl,
  calendarHost,
  mailAddress,
  secret,
  mailFrom: "hello@turnout.test",
  mailRate: null,
  mailAllowance: null,
};
const watch = { report: () => {}, count: () => {}, onError: () => {} };

test("the thread emails each of many guests once, and hosts see it; a stopped thread sends nothing", { timeout: 60_000 }, async () => {
  const server = await aMailServer();
  const jobs = await openJobs(pipeline.url, () => {});
  afterAll(() => jobs.stop());
  const outcomes: MailOutcome[] = [];
  const options = { ...mailing, databaseUrl: pipeline.url, smtpUrl: server.url };
  const thread = startBulkMailThread(options, { ...watch, count: (outcome) => void outcomes.push(outcome) });
  await jobs.work(urgentJobs(pipeline));

  const handIn = () => pipeline.db.transaction().execute((tx) => jobs.enqueue(statementsIn(tx), pipeline.waiting.splice(0)));
  const guests = invitees(60);
  const { id } = await anEventWithGuests(pipeline, guests);
  await handIn();
  await vi.waitFor(() => expect(server.received).toHaveLength(60), { timeout: 30_000 });
  expect(server.received.flatMap(({ to }) => to).toSorted()).toEqual(guests.map(({ email }) => email).toSorted());
  await vi.waitFor(() => expect(outcomes).toEqual(Array(60).fill("sent")), { timeout: 10_000 });
  const sent = pipeline.db.selectFrom("guests").select("id").where("event_id", "=", id).where("delivery", "=", "sent");
  await vi.waitFor(async () => expect(await sent.execute()).toHaveLength(60), { timeout: 30_000 });

  await thread.stop();
  await anEventWithGuests(pipeline, invitees(3));
  await handIn();
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  expect(server.received).toHaveLength(60);
});

test("a thread that dies is replaced", { timeout: 60_000 }, async () => {
  const databaseUrl = `postgresql://nobody@127.0.0.1:${await freePort()}/nothing`;
  const died: Error[] = [];
  const options = { ...mailing, databaseUrl, smtpUrl: "smtp://127.0.0.1:9" };
  const thread = startBulkMailThread(options, { ...watch, onError: (error) => void died.push(error) });
  await vi.waitFor(() => expect(died.length).toBeGreaterThan(1), { timeout: 40_000 });
  await thread.stop();
});
