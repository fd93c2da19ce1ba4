import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { testDatabase } from "../db/test-database.ts";
import { openJobs } from "../jobs/jobs.ts";
import { createOutbox } from "../mail/outbox.ts";
import { aMailServer, type Verdict } from "../mail/smtp-server.test-support.ts";
import { smtpTransport } from "../mail/smtp-transport.ts";
import type { Transport } from "../mail/transport.ts";
import { testSecret, testUrl } from "../testing/test-app.ts";
import { createWorld } from "../testing/world.ts";
import { notificationJobs } from "./jobs.ts";
import { afterFile } from "../testing/after-file.ts";

/** What the mail server does with the tries of each mail; after these it takes everything. */
const plans: Record<string, Verdict[]> = {
  plain: [],
  later: ["refuses for now", "refuses for now"],
  never: ["refuses for good"],
  silent: ["says nothing"],
  broken: ["dies", "refuses for now"],
  doubtful: ["takes and dies"],
};
const addressOf = (name: string) => `${name}@example.org`;

test("whatever the mail server does, every email ends as sent or failed, and only one with an unknown outcome is sent twice", async () => {
  const { db, url } = await testDatabase();
  const left = structuredClone(plans);
  const server = await aMailServer((to) => left[to.split("@")[0]!]?.shift() ?? "takes");
  const patient = smtpTransport(server.url, "hello@turnout.test");
  const hasty = smtpTransport(server.url, "hello@turnout.test", { timeout: 1_000 });
  // Whatever is late on a busy machine is waited for: an email that was taken by then would be sent twice.
  const transport: Transport = {
    send: (mail) => (mail.to === addressOf("silent") && left.silent!.length > 0 ? hasty : patient).send(mail),
    close: () => [hasty, patient].forEach((one) => one.close()),
  };
  const jobs = await openJobs(url, () => {}, { retrySeconds: 1, maxTries: 10 });
  afterFile(async () => {
    await jobs.stop();
    transport.close();
  });
  const queueMail = createOutbox(jobs.enqueue);
  const { changeEvent } = createWorld(db);
  const deps = {
    db,
    enqueue: jobs.enqueue,
    transport,
    queueMail,
    changeEvent,
    publicUrl: testUrl,
    calendarHost: "turnout.test",
    mailAddress: "turnout@turnout.test",
    inboundAddress: null,
    secret: testSecret,
    now: () => new Date(),
  };
  await jobs.work({ ...notificationJobs(deps), forgetOld: async () => {}, reworkTimes: async () => {} });

  const payload = { url: `${testUrl}/sign-in`, locale: "en" };
  const mails = Object.keys(plans).map((name) => ({ cause: name, kind: "signInLink", recipient: addressOf(name), payload }));
  for (let twice = 0; twice < 2; twice += 1) await db.transaction().execute((tx) => queueMail(tx, ...mails));

  const states = () => sql<{ cause: string; state: string; payload: unknown }>`select cause, state, payload from mails`.execute(db);
  await vi.waitFor(async () => expect((await states()).rows.filter(({ state }) => state === "queued")).toEqual([]), {
    timeout: 150_000,
    interval: 250,
  });
  const ends = (await states()).rows;
  expect(Object.fromEntries(ends.map(({ cause, state }) => [cause, state]))).toEqual({
    plain: "sent",
    later: "sent",
    never: "failed",
    silent: "sent",
    broken: "sent",
    doubtful: "sent",
  });
  expect(ends.map(({ payload: rest }) => rest)).toEqual(ends.map(() => ({})));

  for (const { to } of server.received) expect(to).toHaveLength(1);
  const idsOf = (name: string) =>
    server.received.filter(({ to }) => to[0] === addressOf(name)).map(({ raw }) => /^message-id: (.*)$/im.exec(raw)?.[1]);
  for (const name of ["plain", "later", "silent", "broken"]) expect(idsOf(name)).toHaveLength(1);
  expect(idsOf("never")).toEqual([]);
  expect(idsOf("doubtful")).toHaveLength(2);
  expect(new Set(idsOf("doubtful")).size).toBe(1); // mail programs fold these into one
});
