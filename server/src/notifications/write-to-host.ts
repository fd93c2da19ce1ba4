import { ALL_INVITATIONS, isSuppressed } from "../mail/suppression.ts";
import { hostInvitationLetter } from "./account-letters.ts";
import { openHostInvitation } from "./queries.ts";
import { unsubscribeHeaders, unsubscribeLinks } from "./unsubscribing.ts";
import type { Writer } from "./write-mail.ts";

/** An invitation to host together, in the language of whoever invites. */
export const writeToHost: Writer = async ({ db, publicUrl, secret }, { recipient, payload }) => {
  const invitation = await openHostInvitation(db, String(payload["invitationId"]));
  if (!invitation) return { unsent: "gone" };
  if (await isSuppressed(db, secret, recipient, [ALL_INVITATIONS])) return { unsent: "unwanted" };
  const { all } = unsubscribeLinks({ publicUrl, secret }, recipient, invitation.eventId);
  return {
    to: recipient,
    letter: hostInvitationLetter(invitation, { url: String(payload["url"]), unsubscribe: all }),
    headers: unsubscribeHeaders(all),
  };
};
