import { ALL_DIGESTS, ALL_INVITATIONS, eventScope, unsubscribeToken } from "../mail/suppression.ts";
import type { AnySecrets } from "../secrets.ts";

/** Links to unsubscribe from an event's emails, and from all invitations. */
export function unsubscribeLinks({ publicUrl, secret }: { publicUrl: string; secret: AnySecrets }, email: string, eventId: string) {
  const linkFor = (scope: string) => `${publicUrl}/unsubscribe/${unsubscribeToken(secret, email, scope)}`;
  return { event: linkFor(eventScope(eventId)), all: linkFor(ALL_INVITATIONS) };
}

/** Link to unsubscribe from emails of an account's notifications. */
export function digestUnsubscribeLink({ publicUrl, secret }: { publicUrl: string; secret: AnySecrets }, email: string): string {
  return `${publicUrl}/unsubscribe/${unsubscribeToken(secret, email, ALL_DIGESTS)}`;
}

/** Headers for one-click unsubscribing in email programs (RFC 8058). */
export function unsubscribeHeaders(link: string): Record<string, string> {
  return { "List-Unsubscribe": `<${link}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}
