import { randomUUID } from "node:crypto";
import { testDatabase } from "../db/test-database.ts";
import { inviteGuests } from "../invitations/commands.ts";
import type { Job } from "../jobs/jobs.ts";
import { createEventWriter } from "../log/change-event.ts";
import { createPostgresStore, type Effect } from "../log/postgres-store.ts";
import type { AccountAllowance } from "../mail/budget.ts";
import { createOutbox } from "../mail/outbox.ts";
import type { ReportingProvider } from "../mail/provider-reports/provider-names.ts";
import type { FinishedMail } from "../mail/transport.ts";
import { testSecret, testUrl } from "../testing/test-app.ts";
import { aGathering, asUser, createWorld, type Gathering } from "../testing/world.ts";
import { jobsFor } from "./jobs-for.ts";
import { notificationJobs } from "./jobs.ts";

export interface Invitee {
  guestId: string;
  name: string;
  email: string;
  plusOnesAllowed: number | null;
  locale: "en" | "de" | null;
}

export type MailPipeline = Awaited<ReturnType<typeof createMailPipeline>>;

/** Everything from a change to the email that it sends; jobs run when the test calls `deliver`. */
export async function createMailPipeline() {
  const { db, url } = await testDatabase();
  const sent: FinishedMail[] = [];
  const waiting: Job[] = [];
  const enqueue = async (_tx: unknown, jobs: Job[]) => void waiting.push(...jobs);
  const enqueueJobs: Effect = (run, eventId, entries) =>
    enqueue(
      run,
      entries.flatMap((entry) => jobsFor(eventId, entry)),
    );
  const changeEvent = createEventWriter({ store: createPostgresStore(db, [enqueueJobs]), now: () => new Date(), hint: () => {} });
  const pipeline = {
    db,
    url,
    sent,
    waiting,
    changeEvent,
    world: { ...createWorld(db), changeEvent },
    queueMail: createOutbox(enqueue),
    transport: { send: async (mail: FinishedMail) => void sent.push(mail), close: () => {} },
    enqueue,
    publicUrl: testUrl,
    calendarHost: "turnout.test",
    mailAddress: "turnout@turnout.test",
    inboundAddress: null as string | null,
    reportingProviders: [] as ReportingProvider[],
    mailOpens: false,
    secret: testSecret,
    now: () => new Date(),
    mailAllowance: null as AccountAllowance | null,
  };

  /** Runs all queued jobs, and those that they queue. Returns the emails sent. */
  async function deliver(deps: Partial<typeof pipeline> = {}): Promise<FinishedMail[]> {
    sent.length = 0;
    const handlers = notificationJobs({ ...pipeline, ...deps });
    for (let job = waiting.shift(); job; job = waiting.shift()) {
      if (job.name === "forgetOld" || job.name === "reworkTimes" || job.name === "sendPush") continue;
      if (job.name === "notify" || job.name === "listTimed") continue;
      await handlers[job.name](job.payload as never, { willBeRetried: false });
    }
    return [...sent];
  }
  return { ...pipeline, deliver };
}

export const guestsToInvite = (count: number, more: Partial<Invitee> = {}): Invitee[] =>
  Array.from({ length: count }, (_, index) => ({
    guestId: randomUUID(),
    name: `Guest ${index + 1}`,
    email: `guest-${index + 1}@example.org`,
    plusOnesAllowed: null,
    locale: null,
    ...more,
  }));

export const inviting = (guests: Invitee[], send = true, message = "") => ({ commandId: randomUUID(), guests, message, send });

/** A published event with these guests, invited by email or, without `send`, only added to the list. */
export async function anEventWithGuests({ world, changeEvent }: MailPipeline, guests: Invitee[], send = true): Promise<Gathering> {
  const gathering = await aGathering(world);
  for (let start = 0; start < guests.length; start += 500) {
    await changeEvent(gathering.id, inviteGuests, inviting(guests.slice(start, start + 500), send), asUser(gathering.host));
  }
  return { ...gathering, guests: guests.map(({ guestId, name }) => ({ id: guestId, name })) };
}
