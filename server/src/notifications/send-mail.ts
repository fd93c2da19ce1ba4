import type { SendDeps, WritingDeps } from "./writer.ts";
import { gathered } from "../db/gathered.ts";
import { statementsIn } from "../db/statements.ts";
import type { Try } from "../jobs/jobs.ts";
import { settleMails, waitingMails, type Fate, type WaitingMail } from "../mail/outbox.ts";
import type { Held } from "../mail/budget.ts";
import { Undeliverable } from "../mail/transport.ts";
import type { DeliveryNews } from "./job-payloads.ts";
import { rememberTold, type Told } from "./queries.ts";
import { createReads } from "./reads.ts";
import { createMailBudget, FREE, type TakePlace } from "./mail-budget.ts";
import { writeMail } from "./write-mail.ts";

/** Between two settlings (ms): long enough for some mails to gather, short beside what a crash sends again. */
const REST = 50;

export type SendMail = (mailId: string, attempt: Try) => Promise<void>;

/**
 * Writes and sends mails from the outbox, one each time it is called. Delivered at least once: after a crash between
 * the mail server's word and ours it goes again, under the same Message-ID and with the same links. What can never be
 * delivered is given up at once. Mails sent side by side are taken up, and settled, together.
 */
export function createSendMail(deps: SendDeps): SendMail {
  const writing: WritingDeps = { ...deps, reads: createReads(deps.db, deps.secret) };
  const take = gathered(async (_all, ids: string[]) => {
    const waiting = new Map((await waitingMails(deps.db, ids)).map((mail) => [mail.id, mail]));
    return ids.map((id) => {
      const mail = waiting.get(id);
      waiting.delete(id); // asked for twice, it is sent once
      return mail;
    });
  });
  const settle = gathered(
    async (_all, settled: Settled[]) => {
      await settleAll(deps, settled);
      return settled;
    },
    { rest: REST },
  );

  const { mailAllowance = null } = deps;
  const takePlace = mailAllowance === null ? async () => FREE : createMailBudget(deps.db, mailAllowance, deps.now);

  return async (mailId, { willBeRetried }) => {
    const mail = await take("", mailId);
    if (!mail) return;
    const fate = await tryToSend(writing, mail, takePlace).catch((error: unknown) => {
      if (willBeRetried && !(error instanceof Undeliverable)) throw error;
      return { state: "failed", reason: error instanceof Undeliverable ? error.message : "tried too often" } as const;
    });
    if ("until" in fate) await waitUntil(deps, mailId, fate.until);
    else await settle("", { mail, fate });
  };
}

/** Another job takes the mail up: waiting is no failed try. */
async function waitUntil({ db, enqueue }: SendDeps, mailId: string, startAfter: Date): Promise<void> {
  await db.transaction().execute((tx) => enqueue(statementsIn(tx), [{ name: "sendMail", payload: { mailId }, startAfter }]));
}

/** Only what would be sent takes a place in the budget: older news does not keep the newest from going. */
async function tryToSend(deps: WritingDeps, mail: WaitingMail, takePlace: TakePlace): Promise<Outcome | Held> {
  const written = await writeMail(deps, mail);
  if ("unsent" in written) return { state: "dropped", reason: written.unsent };
  const place = await takePlace(mail);
  if (place.held) return place;
  const { told, ...finished } = written;
  await deps.transport.send(finished);
  return { state: "sent", told };
}

/** What became of a mail, and what its reader knows from now on. */
type Outcome = Fate & { told?: Told | undefined };

interface Settled {
  mail: WaitingMail;
  fate: Outcome;
}

/** What became of an invitation is told to the hosts; that it was overtaken by other news is none. */
async function settleAll({ db, enqueue }: SendDeps, settled: Settled[]): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const fresh = await settleMails(
      tx,
      settled.map(({ mail, fate }) => ({ id: mail.id, fate })),
    );
    const told = settled.flatMap(({ mail: { payload }, fate }) =>
      fate.told ? [{ ...fate.told, eventId: String(payload["eventId"]), guestId: String(payload["guestId"]) }] : [],
    );
    if (told.length > 0) await rememberTold(tx, told);
    const news = settled
      .filter(({ mail, fate }) => fresh.has(mail.id) && mail.kind === "invitation" && fate.reason !== "overtaken")
      .map(({ mail: { id, payload }, fate }): DeliveryNews => {
        const delivery = fate.state === "sent" ? "sent" : "failed";
        return { mailId: id, eventId: String(payload["eventId"]), guestId: String(payload["guestId"]), delivery };
      });
    if (news.length === 0) return;
    await enqueue(
      statementsIn(tx),
      news.map((one) => ({ name: "recordDelivery", payload: { ...one } })),
    );
  });
}
