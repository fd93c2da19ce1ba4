import type pg from "pg";
import { messageIdOf } from "../../../server/src/mail/transport.ts";
import type { FinalState, Row } from "../history.ts";
import type { Cluster } from "./cluster.ts";
import { ORIGIN } from "./origin.ts";
import { emailOf } from "./people.ts";

const host = new URL(ORIGIN).hostname;

type Tables = Omit<FinalState, "snapshots" | "healedAt" | "mails">;

/** The tables as they are, for these events, in one look. */
export async function readTables(client: pg.Client, eventIds: string[]): Promise<Tables> {
  const rows = async (text: string) => (await client.query<Row>(text, [eventIds])).rows;
  await client.query("begin isolation level repeatable read read only");
  try {
    return {
      epoch: await epochOf(client),
      events: await rows("select * from events where id = any($1)"),
      log: await rows("select * from event_log where event_id = any($1) order by event_id, seq"),
      guests: await rows(
        `select guests.*, (select array_agg(waitlist.ticket) from waitlist where waitlist.event_id = guests.event_id and guest_id = id) as listed
         from guests where event_id = any($1)`,
      ),
      hosts: await rows("select * from hosts where event_id = any($1)"),
      messages: await rows("select * from messages where event_id = any($1)"),
      commandResults: await rows("select * from command_results where event_id = any($1)"),
    };
  } finally {
    await client.query("commit");
  }
}

/** The database's epoch. */
export async function epochOf(client: pg.Client): Promise<string> {
  return (await client.query<{ epoch: string }>("select epoch from life")).rows[0]!.epoch;
}

/** The epochs from one on, each begun by a standby that took over: the last eight digits count them. */
export function epochsFrom(first: string, count: number): string[] {
  const began = Number.parseInt(first.slice(-8), 16);
  return Array.from({ length: count }, (_, later) => first.slice(0, -8) + (began + later).toString(16).padStart(8, "0"));
}

/** Where each event's log ends. */
export async function headsOf(client: pg.Client, eventIds: string[]): Promise<Map<string, number>> {
  const found = await client.query<{ id: string; log_seq: number }>("select id, log_seq from events where id = any($1)", [eventIds]);
  return new Map(found.rows.map(({ id, log_seq }) => [id, log_seq]));
}

/**
 * The mails that were taken for guests of these events, with the kind that the outbox knows them by. Null while some are still on
 * their way: what a killed worker had begun is begun again only after a while.
 */
export async function mailsOf(client: pg.Client, { mail }: Cluster, eventIds: string[]): Promise<FinalState["mails"] | null> {
  const guests = await client.query<{ id: string }>("select id from guests where event_id = any($1)", [eventIds]);
  const recipients = new Set(guests.rows.map(({ id }) => emailOf(id)));
  const { rows } = await client.query<{ cause: string; kind: string; state: string }>("select cause, kind, state from mails");
  const jobs = await client.query<{ count: number }>(
    "select count(*)::int as count from jobs.job where state in ('created', 'retry', 'active') and name ~ '^(tellGuest|tellGuests|sendMail)(\\.list)?$'",
  );
  if (jobs.rows[0]!.count > 0 || rows.some(({ state }) => state === "queued")) return null;
  const kinds = new Map(rows.map(({ cause, kind }) => [messageIdOf(cause, host), kind]));
  const ours = mail.mails.filter(({ to }) => recipients.has(to));
  return ours.map((one) => ({ ...one, kind: kinds.get(one.messageId) ?? "unknown" }));
}
