import type { Draft } from "./mention-draft.ts";

const NONE: Draft = { text: "", mentions: [] };
const keyOf = (eventId: string) => `turnout.draft.${eventId}.mentions`;

/** Whom an unsent message names survives a reload, as the message does; where the browser stores nothing, its names are only text then. */
export function keptMentions(eventId: string): Draft {
  try {
    return JSON.parse(sessionStorage.getItem(keyOf(eventId)) ?? "null") ?? NONE;
  } catch {
    return NONE;
  }
}

export function keepMentions(eventId: string, draft: Draft): void {
  try {
    if (draft.mentions.length > 0) sessionStorage.setItem(keyOf(eventId), JSON.stringify(draft));
    else sessionStorage.removeItem(keyOf(eventId));
  } catch {
    // The message itself lasts as long as the page.
  }
}

export const forgetKeptMentions = (eventId: string): void => keepMentions(eventId, NONE);
