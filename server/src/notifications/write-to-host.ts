import { coverPictureUrl } from "../events/cover-pictures.ts";
import { eventRow } from "../events/queries.ts";
import { mailTexts } from "../mail/texts.ts";
import { ALL_INVITATIONS, isSuppressed } from "../mail/suppression.ts";
import { hostInvitationEmail } from "./account-emails.ts";
import { emailLocale } from "./email-locale.ts";
import { greetedAs, guestEmail } from "./guest-emails.ts";
import { hostsToName, openHostInvitation } from "./queries.ts";
import { unsubscribeHeaders, unsubscribeLinks } from "./unsubscribing.ts";
import type { Writer } from "./writer.ts";

/** What a host is about to write to guests, sent to that host alone; its links open nothing of a guest's. */
export const writeTest: Writer = async (deps, { recipient, payload }) => {
  const { db } = deps;
  const event = await eventRow(db, String(payload["eventId"]));
  const hosts = event ? await hostsToName(db, event.id) : [];
  const host = hosts.find(({ id }) => id === payload["userId"]);
  if (!event || !host) return { unsent: "gone" };
  const { news, why } = mailTexts(host.locale).bulletinTest;
  const page = `${deps.publicUrl}/e/${event.id}`;
  const content = guestEmail("bulletin", {
    event,
    guest: { standing: "going", party_size: 1, place: null },
    greeted: greetedAs(host.name),
    locale: emailLocale(host.locale, [host.region], event.zone),
    host: host.name,
    takesReplies: host.repliesTo !== null,
    subject: String(payload["subject"]),
    words: [{ text: String(payload["text"]), by: host.name }],
    was: null,
    cover: coverPictureUrl(deps, event),
    link: page,
    unsubscribe: { event: page, all: page },
  });
  return { to: recipient, from: host.name, content: { ...content, eyebrow: news, footer: [{ text: why }] } };
};

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
