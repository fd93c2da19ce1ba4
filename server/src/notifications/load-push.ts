import { createHash } from "node:crypto";
import type { ReminderKind } from "@turnout/contract/reminders";
import { saidToKinds, type Notification } from "@turnout/contract/notifications";
import { isStillAsked } from "@turnout/contract/still-asked";
import { sql, type Kysely } from "kysely";
import { createBatchLoader } from "../db/batch-loader.ts";
import type { Database } from "../db/database.ts";
import type { Columns, Narrowed, Outer, Renamed } from "../db/row-types.ts";
import { presentGuest } from "../guests/present.ts";
import { isOver } from "../events/is-over.ts";
import { presentDetails } from "../events/present.ts";
import type { EventRow } from "../log/event-row.ts";
import type { PushEnvelope } from "../push/push-client.ts";
import type { StoredSubscription } from "../push/subscriptions.ts";
import { daysUntilStart } from "./days-until-start.ts";
import { emailLocale } from "./email-locale.ts";
import type { SendPush } from "./job-payloads.ts";
import { unreadAmong } from "./notification-list.ts";
import { hiddenWords, pushWords, type PushFacts } from "./push-words.ts";
import type { GuestToTell, HostToName } from "./queries.ts";
import { quietUntil } from "./quiet-hours.ts";
import type { PushKind } from "./queue-pushes.ts";
import type { Reads } from "./reads.ts";
import { isReminderDue } from "./reminder-times.ts";
import type { PushNews } from "./send-push.ts";

/** After this a message is of no use to anybody (days). For some kinds the start of the event ends it as well. */
const DAYS: Record<PushKind, number> = {
  changed: 3,
  cancelled: 3,
  promoted: 3,
  reminder: 1,
  bulletin: 2,
  announced: 2,
  replied: 2,
  mentioned: 2,
  answered: 1,
  seatGiven: 2,
  undelivered: 2,
  wrote: 2,
  replyHeld: 2,
};
/** What nobody needs once the event has begun. */
const beforehand: ReadonlySet<PushKind> = new Set(["changed", "cancelled", "promoted", "reminder"]);
/** Those of which each stands beside the others; of all others the last one is of use. */
const apart: ReadonlySet<PushKind> = new Set(["announced", "replied", "mentioned", "wrote", "replyHeld"]);
/** What is said to one person is in the conversation, for hosts too. */
const saidTo: ReadonlySet<PushKind> = new Set(saidToKinds);
/** What wakes a device that saves power: what somebody may set out for, or for nothing. */
const URGENCY: Record<PushKind, PushEnvelope["urgency"]> = {
  changed: "high",
  cancelled: "high",
  promoted: "high",
  reminder: "high",
  bulletin: "normal",
  announced: "normal",
  replied: "normal",
  mentioned: "normal",
  answered: "low",
  seatGiven: "low",
  undelivered: "normal",
  wrote: "normal",
  replyHeld: "normal",
};

type PushRow = Narrowed<
  StoredSubscription &
    QuietColumns &
    Renamed<"push_messages", { message_id: "id" }> &
    Columns<"push_messages", "kind" | "event_id" | "guest_id" | "notification_id" | "payload"> &
    Renamed<"push_messages", { queued_at: "created_at" }>,
  { kind: PushKind; payload: Record<string, unknown> }
>;

/** The quiet hours of the account that the browser is of. */
type QuietColumns = Outer<Renamed<"quiet_hours", { quiet_begins: "begins"; quiet_ends: "ends"; quiet_zone: "zone" }>>;

/** What is said to whom, read when it is sent: so that it is true then, and only for whoever may see it then. */
interface Case {
  row: PushRow;
  event: EventRow;
  /** Null: it is for a host. */
  guest: GuestToTell | null;
  /** Null: it is of none. */
  notification: Notification | null;
  hosts: HostToName[];
}

interface LoadDeps {
  db: Kysely<Database>;
  reads: Reads;
  serverKey: string;
  now: () => Date;
}

export type LoadPush = (job: SendPush) => Promise<{ to: StoredSubscription; news: PushNews } | null>;

/** Reads messages for sending; those that are asked for at once are read together. */
export function createPushLoader(deps: LoadDeps): LoadPush {
  const rowOf = createBatchLoader(async (_all, ids: string[]) => {
    const found = new Map((await waitingPushes(deps, ids)).map((row) => [row.message_id, row]));
    return ids.map((id) => found.get(id));
  });
  const unreadOf = createBatchLoader(async (_all, ids: string[]) => {
    const found = new Map((await unreadAmong(deps.db, ids)).map((one) => [one.id, one]));
    return ids.map((id) => found.get(id));
  });
  return async ({ messageId }) => {
    const row = await rowOf("", messageId);
    const event = row && (await deps.reads.event(row.event_id));
    if (!row || !event) return null;
    const guest = row.guest_id === null ? null : await deps.reads.guest(event.id, row.guest_id);
    const notification = row.notification_id === null ? null : await unreadOf("", row.notification_id);
    if (guest === undefined || notification === undefined) return null;
    const one: Case = { row, event, guest, notification, hosts: await deps.reads.hosts(event.id) };
    const until = untilWhen(one);
    const facts = until > deps.now() ? await factsOf(deps, one) : null;
    return facts && presented(one, facts, { until, notBefore: notBefore(one, until, deps.now()) });
  };
}

/** Those that are for whoever still has access by that browser: a guest, or a host by their account. */
async function waitingPushes({ db, serverKey }: LoadDeps, ids: string[]): Promise<PushRow[]> {
  const found = await sql<PushRow>`
    select sub.id, sub.endpoint, sub.p256dh, sub.auth, sub.user_id, sub.visit_id, sub.locale, sub.hides_details,
      message.id as message_id, message.kind, message.event_id, message.guest_id, message.notification_id, message.payload, message.created_at as queued_at,
      quiet.begins as quiet_begins, quiet.ends as quiet_ends, quiet.zone as quiet_zone
    from push_messages message
    join push_subscriptions sub on sub.id = message.subscription_id and sub.server_key = ${serverKey}
    left join quiet_hours quiet on quiet.user_id = sub.user_id
    left join guests on guests.event_id = message.event_id and guests.id = message.guest_id and guests.removed_at is null
    where message.id = any(${ids}::uuid[]) and (sub.user_id = guests.user_id or exists (
      select from notifications note join hosts on hosts.event_id = note.event_id and hosts.id = note.user_id
      where message.guest_id is null and note.id = message.notification_id and note.user_id = sub.user_id) or exists (
      select from visit_grants grants
      where grants.visit_id = sub.visit_id and grants.event_id = guests.event_id and grants.guest_id = guests.id
        and grants.access_version = guests.access_version
        and (grants.made_by is null or exists (select from hosts maker where maker.event_id = guests.event_id and maker.id = grants.made_by))))`.execute(
    db,
  );
  return found.rows;
}

function untilWhen({ row: { kind, queued_at }, event: { starts_at } }: Case): Date {
  const ends = new Date(queued_at.getTime() + DAYS[kind] * 86_400_000);
  return beforehand.has(kind) && starts_at && starts_at < ends ? starts_at : ends;
}

/** Quiet hours hold back what is still of use after them. */
function notBefore({ row: { quiet_begins, quiet_ends, quiet_zone } }: Case, until: Date, now: Date): Date | null {
  if (quiet_begins === null || quiet_ends === null || quiet_zone === null) return null;
  const end = quietUntil({ begins: quiet_begins, ends: quiet_ends, zone: quiet_zone }, now);
  return end && end < until ? end : null;
}

/** Null: it is not true any more, or a later message says it. */
async function factsOf(deps: LoadDeps, one: Case): Promise<PushFacts | null> {
  const { row, event, guest, notification } = one;
  if (event.status !== (row.kind === "cancelled" ? "cancelled" : "published")) return null;
  const said = notification && saidBy(notification);
  return said ?? (guest && factsForGuest(deps, { ...one, guest }));
}

/** Of what a notification itself says who did what. */
function saidBy({ kind, name, excerpt, answer }: Notification): PushFacts | null {
  if (name === null) return null;
  switch (kind) {
    case "announced":
    case "replied":
    case "mentioned":
      return excerpt === null ? null : { kind, name, excerpt };
    case "answered":
      return answer === null || answer === "none" ? null : { kind, name, answer };
    case "seatGiven":
    case "undelivered":
    case "wrote":
    case "replyHeld":
      return { kind, name };
    default:
      return null;
  }
}

async function factsForGuest(
  { reads, now }: LoadDeps,
  { row, event, guest, hosts }: Case & { guest: GuestToTell },
): Promise<PushFacts | null> {
  const { kind, payload } = row;
  const host = hosts[0]?.name ?? "Turnout";
  switch (kind) {
    case "cancelled":
      return { kind, host };
    case "changed": {
      const seq = Number(payload["seq"]);
      if (event.revision !== Number(payload["revision"]) && (await reads.hasLaterNews(event.id, seq))) return null;
      const was = (await reads.news(event.id, seq)).find((one) => one.seq === seq)?.was;
      return was ? { kind, was } : null;
    }
    case "promoted":
      return guest.standing === "going" ? { kind, people: guest.party_size } : null;
    case "reminder": {
      const about = { kind: payload["reminder"] as ReminderKind, day: String(payload["day"]) };
      const isWaiting = guest.standing === "waiting";
      const asks = isStillAsked(presentGuest(guest), presentDetails(event), now().getTime());
      if (about.kind === "stillComing" && !asks) return null;
      if (!isReminderDue(about, presentDetails(event), now().getTime()) || !(isWaiting || guest.standing === "going")) return null;
      return { kind, daysAhead: daysUntilStart(event, now()), place: isWaiting ? (guest.place ?? 1) : null, asks };
    }
    case "bulletin": {
      const bulletin = await reads.bulletin(event.id, String(payload["bulletinId"]));
      if (!bulletin || (bulletin.kind === "nudge" && isOver(event, now()))) return null;
      if (!(await reads.isStillMeant(event.id, { bulletinId: bulletin.id, guestId: guest.id }))) return null;
      return { kind, host: hosts.find(({ id }) => id === bulletin.written_by)?.name ?? host, bulletin };
    }
    default:
      return null;
  }
}

function presented({ row, event, guest, hosts }: Case, facts: PushFacts, when: Pick<PushNews, "until" | "notBefore">) {
  const { message_id: messageId, kind, event_id, guest_id, payload, queued_at, ...to } = row;
  const locale = to.locale === "de" ? "de" : "en";
  const words = pushWords(event, facts, emailLocale(locale, [guest?.region ?? null, hosts[0]?.region], event.zone));
  if (words === null) return null;
  const tag = `${event_id} ${tagOf(kind, messageId, payload)}`;
  const message = {
    ...(to.hides_details ? hiddenWords(locale) : words),
    path: guest_id === null && !saidTo.has(kind) ? `/e/${event_id}/guests` : `/e/${event_id}`,
    tag,
    renotify: true,
    locale,
    at: queued_at.toISOString(),
  } as const;
  return { to, news: { message, urgency: URGENCY[kind], topic: topicOf(tag), ...when } };
}

/** Later ones of one tag replace each other, on the screen and where they wait. */
function tagOf(kind: PushKind, messageId: string, payload: Record<string, unknown>): string {
  if (kind === "bulletin") return String(payload["bulletinId"]);
  return apart.has(kind) ? messageId : kind;
}

/** 32 characters of base64url, which tell a push service nothing. */
const topicOf = (tag: string) => createHash("sha256").update(tag).digest("base64url").slice(0, 32);
