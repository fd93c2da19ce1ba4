/** Unsolicited emails to one address a day, over the whole instance. */
export const RECIPIENT_A_DAY = 3;
/** Unsolicited emails of one event a day. */
export const EVENT_A_DAY = 10_000;
/** Unsolicited emails of one account a day, by its age: a new account, perhaps a spammer's, reaches few people. */
export const ACCOUNT_A_DAY = [
  { fromDay: 0, mails: 20 },
  { fromDay: 1, mails: 100 },
  { fromDay: 7, mails: 1_000 },
  { fromDay: 30, mails: 10_000 },
] as const;
/** Emails about answers to an unverified address: one in this time (s). */
export const ANSWER_SECONDS = 3_600;

const DAY = 86_400_000;

/** Emails that the operator allows an account a day: by its age, or a fixed number. */
export type AccountAllowance = "auto" | number;

export type HeldBy = "account" | "event" | "recipient";
export interface Held {
  held: HeldBy;
  until: Date;
}
export type Place = { held: null } | Held;

/** The count in one budget, and the time of the oldest email in it. */
export interface Tally {
  count: number;
  oldest: Date | null;
}

/** Kinds that always count in all three budgets. */
export const isUnsolicited = (kind: string) => kind === "invitation" || kind === "hostInvitation";
/** Kinds that count if nothing has been sent to the address about that guest before: a host can enter any address. */
export const isNews = (kind: string) => news.has(kind);
const news = new Set(["changed", "cancelled", "reminder", "bulletin", "guestDigest"]);
/** Kinds that anybody can trigger with any address. */
export const isAboutAnswer = (kind: string) => kind === "confirmation" || kind === "waitlisted";

/** The budget that an email counts in; null: none. Promotions have their own, so that they never wait for an earlier email's hour. */
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

/** Null if one more fits, else when it does: when the oldest is `spanMs` old. */
export function placeIn({ count, oldest }: Tally, most: number, spanMs: number): Date | null {
  return count < most || !oldest ? null : new Date(oldest.getTime() + spanMs);
}

export const A_DAY = DAY;
