import type { History } from "../../history.ts";
import type { Timeline } from "../timeline.ts";
import type { Entry } from "../entry.ts";
import { modelOf } from "../kinds.ts";
import type { Report } from "../verdict.ts";

type Mail = History["final"]["mails"][number];

interface Cause {
  kind: string;
  entry: Entry;
  guestId: string;
  email: string;
}

const judged = new Set(["invitation", "confirmation", "waitlisted", "promoted"]);

/**
 * C11: a mail has a cause that committed; sent again it is the same mail; and every cause that still holds at the end has
 * been told. A round that kept no mails is not judged.
 */
export function mails(timeline: Timeline, report: Report): void {
  const sent = timeline.history.final.mails;
  if (sent.length === 0) return;
  const causes = [...timeline.events.values()].flatMap(({ log }) => causesIn(log));
  judgeCauses(sent, causes, report);
  const told = new Set(sent.map(({ kind, to }) => keyOf(kind, to)));
  for (const { id, log, row } of timeline.events.values()) {
    if (row?.["status"] !== "published") continue;
    for (const cause of owed(log)) {
      if (!told.has(keyOf(cause.kind, cause.email)))
        report(`${cause.kind} at ${cause.entry.seq} of ${id} was never mailed to ${cause.email}`, cause.entry);
    }
  }
}

const keyOf = (kind: string, to: string) => `${kind} ${to.toLowerCase()}`;

function judgeCauses(sent: Mail[], causes: Cause[], report: Report) {
  const known = Map.groupBy(causes, ({ kind, email }) => keyOf(kind, email));
  const mailed = Map.groupBy(sent, ({ kind, to }) => keyOf(kind, to));
  for (const [key, all] of mailed) {
    if (!judged.has(all[0]!.kind)) continue;
    const different = new Map(all.map((mail) => [mail.messageId, mail]));
    const some = known.get(key) ?? [];
    if (different.size > some.length)
      report(
        `${different.size} different mails "${key}" were sent, for ${some.length} causes`,
        ...different.values(),
        ...some.map(({ entry }) => entry),
      );
  }
}

/** Everything that guests are told of one by one. Whoever changes address is told at the one they have when it is sent. */
function causesIn(log: Entry[]): Cause[] {
  const addresses = new Map<string, Set<string>>();
  for (const { body } of log) {
    if (!body.guest?.email) continue;
    const { guestId, email } = body.guest;
    addresses.getOrInsertComputed(guestId, () => new Set()).add(email);
  }
  return log.flatMap((entry) => {
    const kind = kindOf(entry);
    const guestId = entry.body.guest?.guestId;
    if (!kind || !guestId) return [];
    return [...(addresses.get(guestId) ?? [])].map((email) => ({ kind, entry, guestId, email }));
  });
}

const kindOf = ({ body }: Entry) => (body.guest?.email ? (modelOf(body.type).mails?.(body) ?? null) : null);

/** Causes that nothing later has overtaken: the last word to each guest, and invitations that still stand. */
function owed(log: Entry[]): Cause[] {
  const open = new Map<string, Cause>();
  /** They get no mail of any kind, until they are invited again. */
  const revoked = new Set<string>();
  for (const entry of log) {
    const { body } = entry;
    const guestId = body.guest?.guestId ?? body.guestId;
    if (!guestId) continue;
    if (body.type === "guest.removed" || body.type === "invitation.revoked") {
      open.delete(`answer ${guestId}`);
      open.delete(`invitation ${guestId}`);
    }
    // An address that changes between cause and mail: whichever they had may have got it.
    if (body.type === "guest.edited") for (const about of ["answer", "invitation"]) open.delete(`${about} ${guestId}`);
    if (body.type === "rsvp.answered" || body.type === "guest.promoted") open.delete(`answer ${guestId}`);
    if (body.type === "invitation.revoked") revoked.add(guestId);
    if (body.type === "guest.invited") revoked.delete(guestId);
    const kind = revoked.has(guestId) ? null : kindOf(entry);
    if (kind) open.set(`${kind === "invitation" ? kind : "answer"} ${guestId}`, { kind, entry, guestId, email: body.guest!.email! });
  }
  return [...open.values()];
}
