import type { Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import { statementsIn } from "../db/statements.ts";
import type { Try } from "../jobs/jobs.ts";
import { settleMail, waitingMail, type Enqueue, type Fate, type WaitingMail } from "../mail/outbox.ts";
import { Undeliverable, type Transport } from "../mail/transport.ts";
import type { DeliveryNews } from "./jobs.ts";
import { writeMail } from "./write-mail.ts";

export interface SendDeps {
  db: Kysely<Database>;
  enqueue: Enqueue;
  transport: Transport;
  publicUrl: string;
  secret: string;
  now: () => Date;
}

/**
 * Writes and sends one mail from the outbox. Delivered at least once: after a crash between the mail server's word
 * and ours it goes again, under the same Message-ID and with the same links. What can never be delivered is given
 * up at once.
 */
export async function sendMail(deps: SendDeps, mailId: string, { willBeRetried }: Try): Promise<void> {
  const mail = await waitingMail(deps.db, mailId);
  if (!mail) return;
  const fate = await tryToSend(deps, mail).catch((error: unknown) => {
    if (willBeRetried && !(error instanceof Undeliverable)) throw error;
    return { state: "failed", reason: error instanceof Undeliverable ? error.message : "tried too often" } as const;
  });
  await settle(deps, mail, fate);
}

async function tryToSend(deps: SendDeps, mail: WaitingMail): Promise<Fate> {
  const written = await writeMail(deps, mail);
  if ("unsent" in written) return { state: "dropped", reason: written.unsent };
  await deps.transport.send(written);
  return { state: "sent" };
}

/** What became of an invitation is told to the hosts; that it was overtaken by other news is none. */
async function settle({ db, enqueue }: SendDeps, { id, kind, payload }: WaitingMail, fate: Fate): Promise<void> {
  await db.transaction().execute(async (tx) => {
    const isNew = await settleMail(tx, id, fate);
    if (!isNew || kind !== "invitation" || fate.reason === "overtaken") return;
    const delivery = fate.state === "sent" ? "sent" : "failed";
    const news: DeliveryNews = { mailId: id, eventId: String(payload["eventId"]), guestId: String(payload["guestId"]), delivery };
    await enqueue(statementsIn(tx), [{ name: "recordDelivery", payload: { ...news } }]);
  });
}
