import { mailOfProven, tagOfMail } from "./mail-tag.ts";
import type { Inbound } from "./reply-address.ts";
import { taggedAddress, tagOf } from "./tagged-address.ts";

/**
 * The envelope's sender of one email, where reports on its delivery arrive. The address says which email a report is about, and
 * nobody can guess it; half of all reports say it in no form that can be relied on.
 */
export function returnPath({ secret, address }: Inbound, mailId: string): string {
  return taggedAddress(address, tagOfMail(secret, mailId));
}

/** The email whose return path this is. Null: we made none like it. */
export function mailOfReturnPath({ secret, address }: Inbound, given: string): string | null {
  const tag = tagOf(address, given);
  return tag && mailOfProven(secret, tag);
}
