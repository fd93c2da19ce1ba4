import { coverPictureUrl } from "../events/cover-pictures.ts";
import { eventRow } from "../events/queries.ts";
import { ALL_INVITATIONS, isSuppressed } from "../mail/suppression.ts";
import { hostInvitationEmail } from "./account-emails.ts";
import { emailLocale } from "./email-locale.ts";
import { openHostInvitation } from "./queries.ts";
import { unsubscribeHeaders, unsubscribeLinks } from "./unsubscribing.ts";
import type { Writer } from "./writer.ts";

/** An invitation to be a host, in the language of the host who invites. */
export const writeToHost: Writer = async (deps, { recipient, payload }) => {
  const { db, secret } = deps;
  const invitation = await openHostInvitation(db, String(payload["invitationId"]));
  const event = invitation && (await eventRow(db, invitation.eventId));
  if (!event) return { unsent: "gone" };
  if (await isSuppressed(db, secret, recipient, [ALL_INVITATIONS])) return { unsent: "unwanted" };
  const { all } = unsubscribeLinks(deps, recipient, event.id);
  const { name, locale, region, repliesTo } = invitation.host;
  return {
    to: recipient,
    from: name,
    replyTo: repliesTo ? { name, address: repliesTo } : null,
    content: hostInvitationEmail({
      event,
      host: name,
      locale: emailLocale(locale, [region], event.zone),
      takesReplies: repliesTo !== null,
      cover: coverPictureUrl(deps, event),
      url: String(payload["url"]),
      unsubscribe: all,
    }),
    headers: unsubscribeHeaders(all),
  };
};
