import { setTimeout as sleep } from "node:timers/promises";
import type { UndeliveredReason } from "@turnout/contract/invitations";
import type { Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { SendDeps, WritingDeps } from "./writer.ts";
import { createBatchLoader } from "../db/batch-loader.ts";
import { statementsIn } from "../db/statements.ts";
import type { Try } from "../jobs/jobs.ts";
import { queues } from "../jobs/queues.ts";
import { createOutbox, readdressMail, settleMails, waitingMails, type Fate, type WaitingMail } from "../mail/outbox.ts";
import type { Held } from "../mail/budget.ts";
import { Undeliverable } from "../mail/transport.ts";
import type { DeliveryNews } from "./job-payloads.ts";
import { countBulletins } from "./bulletin-jobs.ts";
import { rememberCancelled, rememberTold } from "./queries.ts";
import { createReads } from "./reads.ts";
import { createMailBudget, FREE, type TakePlace } from "./mail-budget.ts";
import { writeMail, type Remembered } from "./write-mail.ts";

/** Pause between two batches of settling (ms): long enough to batch, short enough that a crash repeats little. */
const REST = 50;

/** Deliveries that one command records: those of one list of jobs, which is tried again as a whole. */
const TOLD_TOGETHER = queues.recordDelivery.list;

/** Pauses before a failed settling is tried again (ms): longer than a failover takes, far shorter than a job may. */
const SETTLE_PAUSES = [100, 500, 2_000, 5_000, 10_000, 20_000];

export type SendMail = (mailId: string, attempt: Try) => Promise<void>;

/**
 * Writes and sends one email from the outbox per call. Delivery is at least once: after a crash between the mail server's
 * reply and our commit it is sent again, with the same Message-ID and links. An undeliverable email fails at once.
 * Concurrent calls are read and settled in batches. Settling is tried several times: what has gone out and is not
 * settled would go out again.
 */
export function createSendMail(deps: SendDeps): SendMail {
  const writing: WritingDeps = { ...deps, reads: createReads(deps.db, deps.secret) };
  const take = createBatchLoader(async (_all, ids: string[]) => {
    const waiting = new Map((await waitingMails(deps.db, ids)).map((mail) => [mail.id, mail]));
    return ids.map((id) => {
      const mail = waiting.get(id);
      waiting.delete(id); // asked for twice, it is sent once
      return mail;
    });
  });
  const settle = createBatchLoader(
    async (_all, settled: Settled[]) => {
      await persistently(() => settleAll(deps, settled));
      return settled;
    },
    { pause: REST },
  );

  const { mailAllowance = null } = deps;
  const takePlace = mailAllowance === null ? async () => FREE : createMailBudget(deps.db, mailAllowance, deps.now);

  return async (mailId, { willBeRetried }) => {
    const mail = await take("", mailId);
    if (!mail) return;
    const fate = await tryToSend(writing, mail, takePlace).catch((error: unknown) => {
      if (willBeRetried && !(error instanceof Undeliverable)) throw error;
      if (!(error instanceof Undeliverable)) return { state: "failed", reason: "tried too often" } as const;
      return { state: "failed", reason: error.message, said: error.reason } as const;
    });
    if ("until" in fate) await waitUntil(deps, mailId, fate.until);
    else await settle("", { mail, fate });
  };
}

/** Queues another job for later, since waiting is not a failed attempt. */
async function waitUntil({ db, enqueue }: SendDeps, mailId: string, startAfter: Date): Promise<void> {
  await db.transaction().execute((tx) => enqueue(statementsIn(tx), [{ name: "sendMail", payload: { mailId }, startAfter }]));
}

/** Only an email that would be sent counts in the budget, so that outdated ones do not delay the newest. */
async function tryToSend(deps: WritingDeps, mail: WaitingMail, takePlace: TakePlace): Promise<Outcome | Held> {
  const written = await writeMail(deps, mail);
  if ("unsent" in written) return { state: "dropped", reason: written.unsent };
  if (written.to !== mail.recipient) await readdressMail(deps.db, mail.id, written.to); // the budget counts by it
  const place = await takePlace(mail);
  if (place.held) return place;
  const { told, cancelsEntry, ...finished } = written;
  await deps.transport.send({ ...finished, queuedAt: mail.created_at });
  return { state: "sent", ...(told && { told }), ...(cancelsEntry && { cancelsEntry }) };
}

/** The final state of an email, why the mail server did not take it, and what its recipient knows from now on. */
type Outcome = Fate & Remembered & { said?: UndeliveredReason | undefined };

/** Why we sent nothing, for the hosts. */
const ownReasons: Record<string, UndeliveredReason | undefined> = { unwanted: "unwanted", bounced: "bouncedBefore" };

interface Settled {
  mail: WaitingMail;
  fate: Outcome;
}

async function persistently(settle: () => Promise<void>): Promise<void> {
  for (const pause of SETTLE_PAUSES) {
    try {
      return await settle();
    } catch {
      await sleep(pause);
    }
  }
  await settle();
}

/** A guest who was let in again while their CANCEL went out gets the entry again. */
async function settleCancels({ enqueue }: SendDeps, tx: Transaction<Database>, cancels: Settled[]): Promise<void> {
  const withdrawn = cancels.map(({ mail: { payload } }) => ({ eventId: String(payload["eventId"]), guestId: String(payload["guestId"]) }));
  const back = await rememberCancelled(tx, withdrawn);
  const mails = cancels.flatMap(({ mail: { id, payload } }) => {
    const recipient = back.find((guest) => guest.id === payload["guestId"])?.email;
    return recipient ? [{ cause: `readmitted:${id}`, kind: "readmitted", recipient, payload }] : [];
  });
  await createOutbox(enqueue)(tx, ...mails);
}

/** Settles emails, and records the delivery of invitations for the hosts, except of those that newer ones replaced. */
async function settleAll(deps: SendDeps, settled: Settled[]): Promise<void> {
  const { db, enqueue } = deps;
  await db.transaction().execute(async (tx) => {
    const fresh = await settleMails(
      tx,
      settled.map(({ mail, fate }) => ({ id: mail.id, fate })),
    );
    const told = settled.flatMap(({ mail: { payload }, fate }) =>
      fate.told ? [{ ...fate.told, eventId: String(payload["eventId"]), guestId: String(payload["guestId"]) }] : [],
    );
    if (told.length > 0) await rememberTold(tx, told);
    const cancels = settled.filter(({ mail, fate }) => fate.cancelsEntry && fresh.has(mail.id));
    if (cancels.length > 0) await settleCancels(deps, tx, cancels);
    const news = settled
      .filter(({ mail, fate }) => fresh.has(mail.id) && mail.kind === "invitation" && fate.reason !== "overtaken")
      .map(({ mail: { id, payload }, fate }): DeliveryNews => {
        const delivery = fate.state === "sent" ? "sent" : "failed";
        const about = { mailId: id, eventId: String(payload["eventId"]), guestId: String(payload["guestId"]) };
        const reason = fate.said ?? ownReasons[fate.reason ?? ""];
        return { ...about, delivery, ...(reason && { reason }) };
      });
    const bulletins = settled.filter(({ mail }) => fresh.has(mail.id) && mail.kind === "bulletin");
    if (bulletins.length > 0)
      await countBulletins(
        tx,
        bulletins.map(({ mail: { payload }, fate }) => ({
          eventId: String(payload["eventId"]),
          bulletinId: String(payload["bulletinId"]),
          state: fate.state,
        })),
      );
    if (news.length === 0) return;
    await enqueue(
      statementsIn(tx),
      news.map((one, index) => ({ name: "recordDelivery", payload: { ...one, batch: news[index - (index % TOLD_TOGETHER)]!.mailId } })),
    );
  });
}
