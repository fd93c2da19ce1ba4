import { createHash } from "node:crypto";
import type { Kysely } from "kysely";
import type { Database } from "../db/database.ts";
import { recordDelivery } from "../invitations/commands.ts";
import type { Jobs } from "../jobs/jobs.ts";
import { systemCaller } from "../log/caller.ts";
import type { ChangeEvent } from "../log/change-event.ts";
import type { QueueMail } from "../mail/outbox.ts";
import type { Transport } from "../mail/transport.ts";
import { tellGuest, tellGuests } from "./jobs.ts";
import { sendMail } from "./send-mail.ts";

interface NotificationDeps {
  db: Kysely<Database>;
  jobs: Jobs;
  transport: Transport;
  queueMail: QueueMail;
  changeEvent: ChangeEvent;
  publicUrl: string;
  secret: string;
  now: () => Date;
}

/** From here on this process tells people what concerns them. */
export async function startNotifications(deps: NotificationDeps): Promise<void> {
  const { db, jobs, queueMail, changeEvent } = deps;

  async function onDelivery({ mailId, eventId, guestId, state }: { mailId: string; eventId: string; guestId: string; state: "sent" | "failed" }) {
    const input = { commandId: idOf(`${mailId} ${state}`), guestId, delivery: state };
    // A guest removed in the meantime has no delivery to record.
    await changeEvent(eventId, recordDelivery, input, systemCaller).catch(() => undefined);
  }

  await jobs.work({
    sendMail: ({ mailId }: { mailId: string }, attempt) => sendMail({ ...deps, onDelivery }, mailId, attempt),
    tellGuest: (payload) => tellGuest(db, queueMail, payload),
    tellGuests: (payload) => tellGuests(db, queueMail, payload),
  });
}

/** The same command for the same news, so that a job done twice is recorded once. */
function idOf(text: string): string {
  const hash = createHash("sha256").update(text).digest("hex");
  return [hash.slice(0, 8), hash.slice(8, 12), `5${hash.slice(13, 16)}`, `8${hash.slice(17, 20)}`, hash.slice(20, 32)].join("-");
}
