import type { DeliveryState } from "@turnout/contract/invitations";
import type { DeliveryReport } from "../mail/inbound/delivery-report.ts";

/**
 * The states that a report moves a guest's delivery from. Reports come late, twice and in any order: what has failed stays failed, also
 * where an earlier server reports that it still tries, what was delivered may still come back further on, and a complaint is the last word. Of a guest who waits for an email the next one tells.
 */
const movedFrom: Record<Heard["state"], readonly DeliveryState[]> = {
  failed: ["notSent", "sent", "delivered", "delayed"],
  delayed: ["notSent", "sent"],
  delivered: ["notSent", "sent", "delayed"],
  complained: ["notSent", "sent", "delivered", "delayed", "failed"],
  unheard: ["delayed"],
};

/** A report, or that none came after one that said that a server still tries. */
export type Heard = DeliveryReport | { state: "unheard" };

/** Where the delivery to a guest stands after a report on their last email. Null: it stays. */
export function deliveryAfter(delivery: DeliveryState, { state }: Heard): DeliveryState | null {
  if (!movedFrom[state].includes(delivery)) return null;
  return state === "unheard" ? "sent" : state;
}
