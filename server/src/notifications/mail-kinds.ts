/** Emails about a guest's own answer. */
export type AnswerMail = "confirmation" | "waitlisted" | "promoted";

/** Emails that take an entry out of a guest's calendar, and put it back. */
export type RemovalMail = "removed" | "readmitted";

/** Emails to the hosts who want what guests write. */
export type HostMail = "guestWrote" | "replyHeld";

/**
 * Emails to a guest. `proposalDeclined` is queued whatever hosts declined of a held reply: that others come in the guest's place is
 * written as `replyNews`, which knows delegations.
 */
export type GuestMailKind =
  | "invitation"
  | AnswerMail
  | "changed"
  | "cancelled"
  | "readmitted"
  | "reminder"
  | "bulletin"
  | "nudge"
  | "proposalDeclined"
  | "replyNews";
