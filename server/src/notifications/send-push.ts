import type { PushMessage } from "@turnout/contract/push";
import type { Kysely, Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import { statementsIn } from "../db/statements.ts";
import type { Enqueue } from "../mail/outbox.ts";
import { MAX_PLAINTEXT } from "../push/encrypt.ts";
import type { PushClient, PushEnvelope, PushOutcome } from "../push/push-client.ts";
import { recordPush, type StoredSubscription } from "../push/subscriptions.ts";
import type { SendPush } from "./job-payloads.ts";

/** Wait before a message is tried a second time (ms); each further one is twice the one before. */
export const PUSH_RETRY_AFTER = 30_000;
export const MAX_PUSH_RETRY_AFTER = 3_600_000;
/** Push services that are left alone for a while at a time. */
const MAX_PAUSED = 100;
/** How often the operator is told that one push service refuses this server (ms). */
export const REPORT_EVERY = 3_600_000;

/** A message as it stands when it is sent. */
export interface PushNews {
  message: PushMessage;
  urgency: PushEnvelope["urgency"];
  topic: string;
  /** After this nobody needs it. */
  until: Date;
  /** Their reader is not to be disturbed sooner. */
  notBefore: Date | null;
}

export interface SendPushDeps {
  db: Kysely<Database>;
  enqueue: Enqueue;
  client: PushClient;
  now: () => Date;
  /** The subscription and what it is to be told now. Null: it is not there any more, its reader has seen it elsewhere, or may not see it any more. */
  load(job: SendPush): Promise<{ to: StoredSubscription; news: PushNews } | null>;
  /** A push service refuses this server, which only the operator can look into. */
  report(failure: string): void;
  count(outcome: PushOutcome["type"]): void;
}

/**
 * Sends one message to one browser. Delivery is at least once: after a crash it is sent again, under the same topic and tag, so that it replaces itself.
 * What a push service does not take now is queued for later, which fails no job; a service that asks us to wait is left alone by all.
 */
export function createSendPush(deps: SendPushDeps): (job: SendPush) => Promise<void> {
  const { db, client, now, load, count } = deps;
  const paused = createPauses(now);
  const report = reportRarely(deps);

  return async (job) => {
    const found = await load(job);
    if (!found) return;
    const { to, news } = found;
    if (news.notBefore && news.notBefore > now()) return queueAgain(deps, job, news.notBefore);
    const { origin } = new URL(to.endpoint);
    const wait = paused.left(origin);
    if (wait > 0) return postpone(deps, { job, until: news.until, wait });

    const outcome = await attempt(client, { to, news, isShort: job.isShort ?? false, now: now() });
    count(outcome.type);
    switch (outcome.type) {
      case "taken":
        return recordPush(db, to.id, "taken", now());
      case "gone":
        return recordPush(db, to.id, "gone", now());
      case "tooLarge":
        if (!job.isShort) return queueAgain(deps, { ...job, isShort: true }, now());
        return recordPush(db, to.id, "failed", now());
      case "refused":
        if (outcome.forOperator) report(origin, outcome.because);
        return recordPush(db, to.id, "failed", now());
      case "later":
        if (outcome.after !== null) paused.set(origin, outcome.after);
        return postpone(deps, { job, until: news.until, wait: Math.max(outcome.after ?? 0, retryAfter(job.tries)), tried: to.id });
    }
  };
}

interface Attempt {
  to: StoredSubscription;
  news: PushNews;
  isShort: boolean;
  now: Date;
}

function attempt(client: PushClient, { to, news, isShort, now }: Attempt): Promise<PushOutcome> {
  const { urgency, topic, until } = news;
  const ttl = Math.max(0, Math.ceil((until.getTime() - now.getTime()) / 1_000));
  return client.send(to, bytesOf(news.message, isShort), { urgency, topic, ttl });
}

/** What it says, as much of it as a message holds. */
export function bytesOf(message: PushMessage, isShort = false): Buffer {
  const inFull = isShort ? { ...message, body: "" } : message;
  const bytes = Buffer.from(JSON.stringify(inFull));
  if (bytes.length <= MAX_PLAINTEXT) return bytes;
  const part = inFull.body === "" ? "title" : "body";
  const characters = [...new Intl.Segmenter(message.locale).segment(inFull[part].replace(/…$/, ""))].map(({ segment }) => segment);
  const shorter = characters.slice(0, Math.floor(characters.length * 0.8)).join("");
  return bytesOf({ ...inFull, [part]: shorter && `${shorter}…` });
}

interface Postponed {
  job: SendPush;
  until: Date;
  wait: number;
  /** The subscription that it was tried on. Absent: it was not tried. */
  tried?: string;
}

/** Gives a message up that would come too late. */
async function postpone(deps: SendPushDeps, { job, until, wait, tried }: Postponed): Promise<void> {
  const next = new Date(deps.now().getTime() + wait);
  if (next < until) return queueAgain(deps, tried ? { ...job, tries: job.tries + 1 } : job, next);
  if (tried) await recordPush(deps.db, tried, "failed", deps.now());
}

async function queueAgain({ db, enqueue }: SendPushDeps, payload: SendPush, startAfter: Date): Promise<void> {
  await db
    .transaction()
    .execute((tx: Transaction<Database>) => enqueue(statementsIn(tx), [{ name: "sendPush", payload: { ...payload }, startAfter }]));
}

/** The least wait: a service may ask for more, and not for none. Longer each time, and for each message another, so that they do not all come back at once. */
function retryAfter(tries: number): number {
  return Math.min(MAX_PUSH_RETRY_AFTER, PUSH_RETRY_AFTER * 2 ** tries) * (0.8 + 0.4 * Math.random());
}

function createPauses(now: () => Date) {
  const until = new Map<string, number>();
  return {
    left: (origin: string) => (until.get(origin) ?? 0) - now().getTime(),
    set(origin: string, ms: number) {
      until.delete(origin);
      if (until.size >= MAX_PAUSED) until.delete(until.keys().next().value!);
      until.set(origin, now().getTime() + ms);
    },
  };
}

function reportRarely({ now, report }: SendPushDeps) {
  const reported = new Map<string, number>();
  return (origin: string, because: string) => {
    const time = now().getTime();
    if (time - (reported.get(origin) ?? -Infinity) < REPORT_EVERY) return;
    if (reported.size >= MAX_PAUSED) reported.clear();
    reported.set(origin, time);
    report(`${origin} answers ${because}`);
  };
}
