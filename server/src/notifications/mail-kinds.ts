/** Emails about a guest's own answer. */
export type AnswerMail = "confirmation" | "waitlisted" | "promoted";

export type GuestMailKind = "invitation" | AnswerMail | "changed" | "cancelled" | "replyNews";
