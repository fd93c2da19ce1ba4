import type { DeliveryState } from "@turnout/contract/invitations";
import type { DeliveryReport } from "../mail/inbound/delivery-report.ts";

/**
 * The states that a report on the same email moves a guest's delivery from. Reports come late, twice and in any order: what has failed stays
 * failed, also where an earlier server reports that it still tries, what was delivered may still come back further on, and a complaint is the
 * last word.
 */
const movedFrom: Record<Heard["state"], readonly DeliveryState[]> = {
  failed: ["notSent", "sent", "delivered", "delayed"],
  delayed: ["notSent", "sent"],
  delivered: ["notSent", "sent", "delayed"],
  complained: ["notSent", "sent", "delivered", "delayed", "failed"],
  unheard: ["delayed"],
};

/** What a later email is not held to. A complaint is about all of them. */
const ofOneEmail = new Set<DeliveryState>(["delivered", "delayed", "failed"]);

/** A report, or that none came after one that said that a server still tries. */
export type Heard = DeliveryReport | { state: "unheard" };

/** The email of a report, as seen from the one that the guest's delivery is about. */
export type MailOfReport = "same" | "later" | "earlier";

/** By the ids of two emails, which are in the order in which they were queued. Null: unknown, and taken for the same. */
export function mailOfReport(known: string | null, reported: string | null): MailOfReport {
  if (known === null || reported === null || known === reported) return "same";
  return reported > known ? "later" : "earlier";
}

/**
 * Where the delivery to a guest stands after a report on an email to them: of two emails the later one's counts, and of an earlier one
 * a complaint alone. Null: it stays.
 */
export function deliveryAfter(delivery: DeliveryState, { state }: Heard, mail: MailOfReport = "same"): DeliveryState | null {
  if (mail === "earlier" && state !== "complained") return null;
  const from = mail === "later" && ofOneEmail.has(delivery) ? "sent" : delivery;
  if (!movedFrom[state].includes(from)) return null;
  return state === "unheard" ? "sent" : state;
}
