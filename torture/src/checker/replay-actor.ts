import type { EventTimeline } from "./timeline.ts";
import { remembered, type Step } from "./state.ts";

/** Whoever acts must have been allowed to just before: nothing of a subject commits after what took its access away (C7). */
export function judgeActor({ state, entry, find }: Step, event: EventTimeline): void {
  const { actor, body } = entry;
  if (actor.personId === null) return;
  if (actor.kind === "host") {
    const becomesOne = body.type === "event.created" || body.type === "host.added";
    if (becomesOne || state.hosts.has(actor.personId)) return;
    return find(
      "C7",
      `${body.type} at ${entry.seq} is a host's act, of somebody who was none then`,
      entry,
      lossOf(event, actor.personId, entry.seq),
    );
  }
  if (actor.kind !== "guest") return;
  const guest = state.guests.get(actor.personId);
  if (!guest && body.type === "rsvp.answered" && body.before === null) return;
  const provesAddress = body.type === "guest.claimed"; // by their own mailbox, whatever became of links
  if (guest && !guest.removed && (provesAddress || !isShutOut(event, actor.personId, guest.claimed, entry.seq))) return;
  find("C7", `${body.type} at ${entry.seq} is the act of a guest who had lost access`, entry, lossOf(event, actor.personId, entry.seq));
}

function lossOf(event: EventTimeline, personId: string, before: number) {
  return event.log.findLast(
    ({ seq, body }) =>
      seq < before &&
      ((body.type === "host.removed" && body.userId === personId) ||
        ((body.type === "guest.removed" || body.type === "invitation.revoked") && body.guestId === personId)),
  );
}

/** Revoked, with no way back in since: not invited again, not known by account, no link handed over. */
export function isShutOut(event: EventTimeline, guestId: string, claimed: boolean, before: number): boolean {
  const revoked = revocationsOf(event).get(guestId);
  if (!revoked || claimed) return false;
  const last = revoked.revoked.findLast((seq) => seq < before);
  if (last === undefined || revoked.linkMade) return false;
  return !revoked.invited.some((seq) => seq > last && seq < before);
}

interface Revocations {
  revoked: number[];
  invited: number[];
  linkMade: boolean;
}

const revocationsOf = remembered((event: EventTimeline) => {
  const found = new Map<string, Revocations>();
  for (const { seq, body } of event.log) {
    if (body.type === "invitation.revoked") {
      found.getOrInsertComputed(body.guestId!, () => ({ revoked: [], invited: [], linkMade: false })).revoked.push(seq);
    }
    if (body.type === "guest.invited") found.get(body.guest!.guestId)?.invited.push(seq);
  }
  for (const { tries } of found.size === 0 ? [] : event.intents.values()) {
    for (const { invoked, answered } of tries) {
      const one = invoked.command === "makePersonalLink" ? found.get(String(invoked.input["guestId"])) : undefined;
      if (one && answered?.outcome !== "refused") one.linkMade = true;
    }
  }
  return found;
});
