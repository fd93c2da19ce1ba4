import type { Body, Entry, ViewerClass } from "./entry.ts";
import { chatModel } from "./chat-model.ts";
import { eventModel } from "./event-model.ts";
import { guestModel } from "./guest-model.ts";
import { guestMailModel } from "./guest-mail-model.ts";
import { invitationModel } from "./invitation-model.ts";
import { photoModel } from "./photo-model.ts";
import type { KindModel, SliceModel } from "./kind-model.ts";
import type { Rewording } from "./state.ts";

export const slices: SliceModel[] = [eventModel, guestModel, guestMailModel, invitationModel, chatModel, photoModel];

const all = {
  ...eventModel.kinds,
  ...guestModel.kinds,
  ...guestMailModel.kinds,
  ...invitationModel.kinds,
  ...chatModel.kinds,
  ...photoModel.kinds,
};

export type Kind = keyof typeof all;

export const kinds: Readonly<Record<Kind, KindModel>> = all;

const byType = new Map<string, KindModel>(Object.entries(kinds));

export const isKnown = (type: string): boolean => byType.has(type);

export function modelOf(type: string): KindModel {
  const model = byType.get(type);
  if (!model) throw new Error(`the checker has nothing to say of ${type}`);
  return model;
}

/** What one reader gets of an entry, null for nothing. */
export function seenBy(viewer: ViewerClass, guestId: string | null, entry: Entry): Body | null {
  const { body } = entry;
  const model = modelOf(body.type);
  const isOwn = guestId !== null && model.hasOwnView && (body.guest?.guestId ?? body.guestId) === guestId;
  return model.seenBy(viewer, isOwn, entry);
}

/** What each message says after the last time that its text changed. */
export function rewordingsOf(log: Entry[]): Map<string, Rewording> {
  const reworded = new Map<string, Rewording>();
  for (const { seq, body } of log) {
    const now = modelOf(body.type).rewords?.(body);
    if (now) reworded.set(now.messageId, { seq, ...now });
  }
  return reworded;
}
