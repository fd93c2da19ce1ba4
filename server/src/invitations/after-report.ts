import type { DeliveryState } from "@turnout/contract/invitations";
import type { DeliveryReport } from "../mail/inbound/delivery-report.ts";

/**
 * The states that a report moves a guest's delivery from. Reports come late, twice and in any order: what has failed stays failed, also
 * where an earlier server reports that it still tries, and a complaint is the last word. Of a guest who waits for an email the next one tells.
 */
const movedFrom: Record<DeliveryReport["state"], readonly DeliveryState[]> = {
  failed: ["notSent", "sent", "delayed"],
  delayed: ["notSent", "sent"],
  delivered: ["delayed"],
  complained: ["notSent", "sent", "delayed", "failed"],
};

/** Where the delivery to a guest stands after a report on their last email. Null: it stays. */
export function deliveryAfter(delivery: DeliveryState, { state }: DeliveryReport): DeliveryState | null {
  if (!movedFrom[state].includes(delivery)) return null;
  return state === "delivered" ? "sent" : state;
}
