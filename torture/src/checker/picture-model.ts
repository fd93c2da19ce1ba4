import { detailsFor, readsChat, readsNames, tallyFor } from "./audience-model.ts";
import { meOf, type Context, type Message } from "./entry.ts";
import type { Viewer } from "./rights.ts";
import { difference } from "./same.ts";
import { isRewordedLater, type State } from "./state.ts";

const MESSAGES_SHOWN = 50;

/** Where a picture differs from what the log says stood at its position; null when it is that. */
export function pictureClash(state: State, picture: Record<string, unknown>, guests: Set<string>): string | null {
  const viewer = picture["viewer"] as Viewer;
  const { details } = state;
  if (!details) return "there was nothing to see yet";
  const expected = {
    details: detailsFor(viewer.class, details),
    hosts: [...state.hosts].map(([userId, name]) => ({ userId, name })).toSorted(byUser),
    tally: tallyFor(viewer.class, state.seats.tally),
    faces: readsNames(viewer.class, details) ? state.faces : [],
  };
  const said = {
    details: picture["details"],
    hosts: (picture["hosts"] as { userId: string }[]).toSorted(byUser),
    tally: picture["tally"],
    faces: picture["faces"],
  };
  return difference(expected, said) ?? meClash(state, viewer, picture["me"], guests) ?? chatClash(state, viewer, details, picture);
}

const byUser = (a: { userId: string }, b: { userId: string }) => (a.userId < b.userId ? -1 : 1);

function meClash(state: State, viewer: Viewer, me: unknown, guests: Set<string>): string | null {
  const guestId = viewer.class === "guest" ? viewer.personId : ((me as { guestId: string } | null)?.guestId ?? null);
  const known = guestId === null ? undefined : state.guests.get(guestId);
  if (!me) return known && !known.removed ? "me is missing" : null;
  if (!known || known.removed || !guests.has(guestId!) || viewer.class === "public") return `me is ${guestId}, who is not this reader`;
  return difference(meOf(known.card, { place: state.seats.placeOf(guestId!), claimed: known.claimed }), me, "me");
}

function chatClash(state: State, viewer: Viewer, context: Pick<Context, "chat">, picture: Record<string, unknown>): string | null {
  const all = readsChat(viewer.class, context) ? [...state.messages.values()] : [];
  const shown = all.slice(-MESSAGES_SHOWN);
  const messages = (picture["messages"] as Message[]).map((message, at) => forgiven(state, shown[at], message));
  const expected = { messages: shown, hasOlderMessages: all.length > shown.length };
  return difference(expected, { messages, hasOlderMessages: picture["hasOlderMessages"] });
}

/** Words that were corrected or erased later are not in the log any more: nothing can be said against them here. */
function forgiven(state: State, kept: Message | undefined, said: Message): Message {
  if (!kept || kept.messageId !== said.messageId) return said;
  if (isRewordedLater(state, said.messageId)) return { ...said, text: kept.text, replyTo: kept.replyTo };
  if (!said.replyTo || !kept.replyTo || !isRewordedLater(state, said.replyTo.messageId)) return said;
  return { ...said, replyTo: { ...said.replyTo, excerpt: kept.replyTo.excerpt } };
}
