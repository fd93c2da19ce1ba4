import { isEmailed } from "@turnout/contract/notification-choices";
import { sql } from "kysely";
import type { Columns } from "../db/row-types.ts";
import { coverPictureUrl } from "../events/cover-pictures.ts";
import { isolated } from "@turnout/contract/isolated";
import { ALL_DIGESTS, ALL_TO_GUESTS, eventScope, routineScope } from "../mail/suppression.ts";
import { returnPath } from "../mail/inbound/return-path.ts";
import { mailTexts } from "../mail/texts.ts";
import { pacesOf } from "./choices.ts";
import { digestEmail, type EventNews } from "./digest-email.ts";
import { emailLocale } from "./email-locale.ts";
import { greetedAs } from "./guest-emails.ts";
import { unreadAmong, type Unread } from "./notification-list.ts";
import { digestUnsubscribeLink, unsubscribeHeaders, unsubscribeLinks } from "./unsubscribing.ts";
import { linkFor } from "./write-to-guest.ts";
import type { Unsent, Writer, WritingDeps } from "./writer.ts";

/** Notifications that one email is made of, the newest: what is older is in the app. */
export const READ_FOR_A_DIGEST = 1_000;

/** What is new for an account that hosts or is a guest, at all its events. */
export const writeDigest: Writer = async (deps, { payload }) => {
  const { db, reads, publicUrl } = deps;
  const found = await sql<Columns<"users", "name" | "email" | "locale" | "region">>`
    select name, email, locale, region from users where id = ${String(payload["userId"])} and email_verified`.execute(db);
  const [user] = found.rows;
  if (!user) return { unsent: "gone" };
  const { name, email, locale, region } = user;
  const unsent = await whyNot(deps, email, [ALL_DIGESTS]);
  if (unsent) return unsent;
  const wanted = await stillWanted(deps, String(payload["bundleId"]));
  const events: EventNews[] = [];
  for (const [eventId, news] of Map.groupBy(wanted, (one) => one.eventId)) {
    const scopes = [eventScope(eventId), routineScope(eventId)];
    const asHost = (await reads.isSuppressed(email, scopes)) ? news.filter(({ role }) => role === "host") : news;
    const one = await eventNews(deps, { eventId, news: asHost, link: `${publicUrl}/e/${eventId}` });
    if (one) events.push(one);
  }
  if (events.length === 0) return { unsent: "overtaken" };
  const unsubscribe = digestUnsubscribeLink(deps, email);
  const { digest } = mailTexts(locale);
  const content = digestEmail({
    events,
    greeted: greetedAs(name),
    locale: emailLocale(locale, [region], events[0]!.event.zone),
    unsubscribe: { label: digest.unsubscribe, href: unsubscribe },
    settings: `${publicUrl}/notifications#choices`,
    why: digest.why,
  });
  return { to: email, content, headers: unsubscribeHeaders(unsubscribe) };
};

/** What is new for a guest without an account. */
export const writeGuestDigest: Writer = async (deps, mail) => {
  const { reads, publicUrl, inboundAddress, secret } = deps;
  const { payload } = mail;
  const event = await reads.event(String(payload["eventId"]));
  const guest = event && (await reads.guest(event.id, String(payload["guestId"])));
  if (!event || !guest?.email || guest.delivery === "revoked") return { unsent: "gone" };
  const unsent = await whyNot(deps, guest.email, [eventScope(event.id), routineScope(event.id)]);
  if (unsent) return unsent;
  const wanted = await stillWanted(deps, String(payload["bundleId"]));
  const token = wanted.length > 0 && (await linkFor(deps, { mail, event, guest }));
  const one = token && (await eventNews(deps, { eventId: event.id, news: wanted, link: `${publicUrl}/i/${token}` }));
  if (!one) return { unsent: "overtaken" };
  const [host] = await reads.hosts(event.id);
  const texts = mailTexts(guest.language ?? host?.locale ?? "en");
  const { event: unsubscribe } = unsubscribeLinks(deps, guest.email, event.id);
  const content = digestEmail({
    events: [one],
    greeted: greetedAs(guest.name),
    locale: emailLocale(guest.language ?? host?.locale ?? "en", [guest.region, host?.region], event.zone),
    unsubscribe: { label: texts.unsubscribe, href: unsubscribe },
    settings: null,
    why: texts.why({ host: isolated(host?.name ?? "Turnout"), title: isolated(event.title || texts.untitled) }),
  });
  return {
    to: guest.email,
    from: host?.name ?? "Turnout",
    content,
    headers: unsubscribeHeaders(unsubscribe),
    returnPath: inboundAddress === null ? null : returnPath({ secret, address: inboundAddress }, mail.id),
  };
};

async function whyNot({ reads }: WritingDeps, email: string, scopes: string[]): Promise<Unsent | null> {
  if (await reads.isSuppressed(email, scopes)) return { unsent: "unwanted" };
  return (await reads.isSuppressed(email, [ALL_TO_GUESTS])) ? { unsent: "bounced" } : null;
}

/** What an email brings: nothing that was read since, or that its person does not want by email any more. In the order in which it came. */
async function stillWanted({ db }: WritingDeps, bundleId: string): Promise<Unread[]> {
  const lines = await sql<Columns<"digest_lines", "notification_id">>`
    select notification_id from digest_lines join notifications on notifications.id = notification_id
    where bundle_id = ${bundleId} order by created_at desc, notification_id limit ${READ_FOR_A_DIGEST}`.execute(db);
  const unread = await unreadAmong(
    db,
    lines.rows.map(({ notification_id }) => notification_id),
  );
  const emailed = unread.flatMap((one) => (isEmailed(one.kind) ? [{ ...one, kind: one.kind }] : []));
  const paces = await pacesOf(db, emailed);
  return emailed.filter(({ id }) => paces.get(id) !== "off").toSorted((a, b) => a.at.localeCompare(b.at) || a.seq - b.seq);
}

/** Null: nothing is to be said of it. */
async function eventNews(deps: WritingDeps, about: { eventId: string; news: Unread[]; link: string }): Promise<EventNews | null> {
  const event = await deps.reads.event(about.eventId);
  if (event?.status !== "published" || about.news.length === 0) return null;
  return { event, news: about.news, link: about.link, cover: coverPictureUrl(deps, event) };
}
