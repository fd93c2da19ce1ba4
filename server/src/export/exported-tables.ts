import type { Database } from "../db/database.ts";

/** What an export holds: all of an instance, or of one event. */
export type Scope = "instance" | { event: string };

interface ExportedTable {
  name: keyof Database;
  /** Columns that make the order of rows always the same. */
  order: string;
  /** Which rows belong to one event, with its id as $1. Null: none do. */
  ofEvent: string | null;
}

const guestIds = "select id from guests where event_id = $1";

/** In an order in which they can be filled: what a row refers to comes before it. */
export const exportedTables: ExportedTable[] = [
  {
    name: "users",
    order: "id",
    ofEvent: `id in (select id from hosts where event_id = $1) or id in (select user_id from guests where event_id = $1)
      or id in (select created_by from host_invitations where event_id = $1) or id in (select accepted_by from host_invitations where event_id = $1)
      or id in (select created_by from door_links where event_id = $1)
      or id in (select owner_id from photo_files where event_id = $1)
      or id in (select owner_id from images join events on events.cover_image_id = images.id where events.id = $1)`,
  },
  { name: "credentials", order: "id", ofEvent: null },
  { name: "sessions", order: "id", ofEvent: null },
  { name: "passkeys", order: "id", ofEvent: null },
  { name: "quiet_hours", order: "user_id", ofEvent: null },
  { name: "verifications", order: "id", ofEvent: null },
  { name: "images", order: "id", ofEvent: "id in (select cover_image_id from events where id = $1)" },
  { name: "events", order: "id", ofEvent: "id = $1" },
  { name: "door_keys", order: "event_id", ofEvent: "event_id = $1" },
  { name: "hosts", order: "event_id, id", ofEvent: "event_id = $1" },
  { name: "host_invitations", order: "id", ofEvent: "event_id = $1" },
  { name: "door_links", order: "id", ofEvent: "event_id = $1" },
  { name: "guests", order: "event_id, id", ofEvent: "event_id = $1" },
  { name: "bulletins", order: "event_id, id", ofEvent: "event_id = $1" },
  { name: "event_log", order: "event_id, seq", ofEvent: "event_id = $1" },
  { name: "command_results", order: "event_id, command_id", ofEvent: "event_id = $1" },
  { name: "messages", order: "event_id, id", ofEvent: "event_id = $1" },
  { name: "photos", order: "event_id, id", ofEvent: "event_id = $1" },
  { name: "photo_files", order: "id", ofEvent: "event_id = $1" },
  { name: "invitations", order: "id", ofEvent: "event_id = $1" },
  { name: "calendar_feeds", order: "id", ofEvent: "event_id = $1" },
  { name: "visits", order: "id", ofEvent: "id in (select visit_id from visit_grants where event_id = $1)" },
  { name: "visit_grants", order: "visit_id, event_id", ofEvent: "event_id = $1" },
  { name: "recovery_codes", order: "id", ofEvent: `guest_id in (${guestIds})` },
  { name: "recovery_askers", order: "code_id, visit_id", ofEvent: "code_id in (select id from recovery_codes where event_id = $1)" },
  { name: "told_guests", order: "event_id, guest_id", ofEvent: "event_id = $1" },
  {
    name: "notifications",
    order: "id",
    ofEvent: "event_id = $1 and (user_id is null or user_id in (select id from hosts where event_id = $1))",
  },
  {
    name: "notification_choices",
    order: "user_id, guest_id, event_id, kind, channel",
    ofEvent: "event_id = $1 and (user_id is null or user_id in (select id from hosts where event_id = $1))",
  },
  { name: "digests", order: "id", ofEvent: `guest_id in (${guestIds})` },
  { name: "digest_lines", order: "notification_id", ofEvent: `digest_id in (select id from digests where guest_id in (${guestIds}))` },
  { name: "mails", order: "id", ofEvent: "event_id = $1" },
  { name: "mail_opens", order: "mail_id", ofEvent: "mail_id in (select id from mails where event_id = $1)" },
  { name: "mailbox", order: "id", ofEvent: null },
  { name: "suppressions", order: "address_hash, scope", ofEvent: "scope like '%' || $1::text || '%'" },
];

/** Tables of pictures: their column `webp` is a file of its own, named by the row's id. */
export const pictureTables: readonly (keyof Database)[] = ["images", "photo_files"];

/** What is not exported: the database keeps `waitlist` by the guests' own rows, `calendar_changes` counts transactions of this database, `instance` begins anew elsewhere but for its calendar host, `life` is a view, migrations are the version's, `audit` tells who did what at this place, `processes` which of its processes run, and push
 * subscriptions are of this instance's address and key alone. */
export const notExported: (keyof Database)[] = [
  "audit",
  "calendar_changes",
  "instance",
  "life",
  "processes",
  "migrations",
  "push_messages",
  "push_subscriptions",
  "waitlist",
];
