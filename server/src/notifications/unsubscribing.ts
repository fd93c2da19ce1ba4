import { ALL_INVITATIONS, eventScope, unsubscribeToken } from "../mail/suppression.ts";

/** Where somebody says that they want no more of an event's mails, or of anybody's invitations. */
export function unsubscribeLinks({ publicUrl, secret }: { publicUrl: string; secret: string }, email: string, eventId: string) {
  const linkFor = (scope: string) => `${publicUrl}/unsubscribe/${unsubscribeToken(secret, email, scope)}`;
  return { event: linkFor(eventScope(eventId)), all: linkFor(ALL_INVITATIONS) };
}

/** Lets mail programs offer the same with one click (RFC 8058). */
export function unsubscribeHeaders(link: string): Record<string, string> {
  return { "List-Unsubscribe": `<${link}>`, "List-Unsubscribe-Post": "List-Unsubscribe=One-Click" };
}
