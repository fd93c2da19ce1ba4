/** Mails that nobody asked for to one address within a day, from whomever in the whole instance. */
export const RECIPIENT_A_DAY = 3;
/** Of one event, however many host it. */
export const EVENT_A_DAY = 10_000;
/** Of one account, by its age: who has just come reaches few people, in whatever words. */
export const ACCOUNT_A_DAY = [
  { fromDay: 0, mails: 20 },
  { fromDay: 1, mails: 100 },
  { fromDay: 7, mails: 1_000 },
  { fromDay: 30, mails: 10_000 },
] as const;
/** Mails about answers of a guest who has not proven that the address is theirs: one to it within so long (s). */
export const ANSWER_SECONDS = 3_600;

const DAY = 86_400_000;

/** What an operator allows an account in a day: by its age, or so many. */
export type AccountAllowance = "auto" | number;

export type HeldBy = "account" | "event" | "recipient";
export interface Held {
  held: HeldBy;
  until: Date;
}
export type Place = { held: null } | Held;

/** What has been counted so far under one name: when the last ones went, oldest first. */
export interface Tally {
  count: number;
  oldest: Date | null;
}

/** Kinds of which each takes a place in all three budgets. */
export const isUnsolicited = (kind: string) => kind === "invitation" || kind === "hostInvitation";
/** Kinds that take such a place where nothing has gone to that address about that guest yet: a host can enter any. */
export const isNews = (kind: string) => kind === "changed" || kind === "cancelled";
/** Kinds that anybody can set off with any address. */
export const isAboutAnswer = (kind: string) => kind === "confirmation" || kind === "waitlisted";

/** What a mail takes a place in; null: in nothing. Who is promoted need not wait for the mail before to be an hour old. */
export function budgetOf({ kind, isKnown }: { kind: string; isKnown: boolean }): "unsolicited" | "answers" | "promotions" | null {
  if (isUnsolicited(kind) || (isNews(kind) && !isKnown)) return "unsolicited";
  if (isAboutAnswer(kind)) return "answers";
  return kind === "promoted" ? "promotions" : null;
}

export function accountADay(since: Date | null, now: Date, allowance: AccountAllowance): number {
  if (allowance !== "auto") return allowance;
  const age = since ? (now.getTime() - since.getTime()) / DAY : 0;
  return ACCOUNT_A_DAY.findLast(({ fromDay }) => age >= fromDay)!.mails;
}

/** Whether one more fits, or until when it waits: until the oldest that was counted is as old as the span is long. */
export function placeIn({ count, oldest }: Tally, most: number, spanMs: number): Date | null {
  return count < most || !oldest ? null : new Date(oldest.getTime() + spanMs);
}

export const A_DAY = DAY;
