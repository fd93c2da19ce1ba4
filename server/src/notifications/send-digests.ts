import { randomUUID } from "node:crypto";
import { sql, type Kysely, type Transaction } from "kysely";
import type { Database } from "../db/database.ts";
import type { Columns, Outer, Renamed } from "../db/row-types.ts";
import type { Enqueue, QueuedMail, QueueMail } from "../mail/outbox.ts";
import { queueDigestJobs } from "./digest-jobs.ts";
import { nextOf, whenSent, type Pace, type Waiting } from "./digest-plan.ts";
import { keepDue, waitingFor } from "./email-channel.ts";
import type { SendDigests } from "./job-payloads.ts";
import { quietUntil } from "./quiet-hours.ts";

/** How early a job may run, since the database's clock decides when it is due (ms). */
const EARLY = 60_000;
/** People whose emails are queued in one transaction. */
const PAGE = 100;

interface DigestDeps {
  db: Kysely<Database>;
  queueMail: QueueMail;
  enqueue: Enqueue;
  now: () => Date;
}

/**
 * Queues the emails of notifications that are due, in pages, each with all that is due for its person by then. Each notification is in one email
 * at most, however often this runs and on how many workers: a line is marked in the transaction that queues its email.
 */
export async function sendDigests(deps: DigestDeps, { due }: SendDigests): Promise<void> {
  if (Date.parse(due) > deps.now().getTime() + EARLY)
    throw new Error(`emails are due at ${due}, which is in the future: the clocks of the database and of this server differ`);
  const time = new Date(Math.max(Date.parse(due), deps.now().getTime()));
  for (let isFull = true; isFull;) isFull = (await deps.db.transaction().execute((tx) => sendPage(tx, deps, time))) === PAGE;
}

type PersonRow = Columns<"digests", "id" | "due_at" | "sent_at" | "user_id" | "guest_id"> &
  Outer<Renamed<"users", { userEmail: "email" }> & Renamed<"guests", { guestEmail: "email"; eventId: "event_id" }>> &
  Outer<Columns<"quiet_hours", "begins" | "ends" | "zone">>;

interface Plan {
  person: PersonRow;
  bundleId: string;
  /** What its email brings. Empty: it gets none now. */
  paces: Pace[];
  /** The end of the quiet hours that they have now. */
  quietUntil: Date | null;
}

async function sendPage(tx: Transaction<Database>, { queueMail, enqueue }: DigestDeps, time: Date): Promise<number> {
  const people = await peopleDue(tx, time);
  if (people.length === 0) return 0;
  const ids = people.map(({ id }) => id);
  const waiting = await waitingFor(tx, ids);
  const plans = people.map((person) => planOf(person, waiting.get(person.id) ?? [], time));
  const sent = plans.filter(({ paces }) => paces.length > 0);
  await bundleLines(tx, sent, time);
  await sql`update digests set sent_at = ${time} where id = any(${sent.map(({ person }) => person.id)}::uuid[])`.execute(tx);
  await queueMail(tx, ...sent.flatMap(mailOf));
  const left = await waitingFor(tx, ids);
  const next = plans.map(({ person, paces, quietUntil: end }) => {
    const sentAt = paces.length > 0 ? time : person.sent_at;
    return { id: person.id, next: end ?? nextOf(left.get(person.id) ?? [], sentAt) };
  });
  await keepDue(tx, next);
  await queueDigestJobs(
    tx,
    enqueue,
    next.flatMap((one) => one.next ?? []),
    plans[0]!.bundleId,
  );
  return people.length;
}

/** Those whose rows another transaction is writing are that one's to see to. */
async function peopleDue(tx: Transaction<Database>, time: Date): Promise<PersonRow[]> {
  const found = await sql<PersonRow>`
    select digests.id, digests.user_id, digests.guest_id, digests.due_at, digests.sent_at, users.email as "userEmail",
      guests.email as "guestEmail", guests.event_id as "eventId", quiet.begins, quiet.ends, quiet.zone
    from digests left join users on users.id = digests.user_id and users.email_verified
    left join guests on guests.id = digests.guest_id and guests.removed_at is null and guests.delivery <> 'revoked'
    left join quiet_hours quiet on quiet.user_id = digests.user_id
    where digests.due_at <= ${time} order by digests.due_at, digests.id limit ${PAGE} for update of digests skip locked`.execute(tx);
  return found.rows;
}

/** In somebody's quiet hours nothing is sent, and all of it at their end. */
function planOf(person: PersonRow, waiting: Waiting[], time: Date): Plan {
  const bundleId = randomUUID();
  const end = quietEnd(person, time);
  if (end) return { person, bundleId, paces: [], quietUntil: end };
  const paces = waiting.filter((one) => whenSent(one, person.sent_at) <= time).map(({ pace }) => pace);
  return { person, bundleId, paces, quietUntil: null };
}

function quietEnd({ begins, ends, zone }: PersonRow, time: Date): Date | null {
  return begins === null || ends === null || zone === null ? null : quietUntil({ begins, ends, zone }, time);
}

/** Marks what each email brings. */
async function bundleLines(tx: Transaction<Database>, sent: Plan[], time: Date): Promise<void> {
  const bundles = sent.flatMap(({ person, bundleId, paces }) => paces.map((pace) => ({ id: person.id, pace, bundleId })));
  await sql`
    update digest_lines set bundle_id = bundle.bundle_id
    from unnest(${bundles.map(({ id }) => id)}::uuid[], ${bundles.map(({ pace }) => pace)}::text[],
      ${bundles.map(({ bundleId }) => bundleId)}::uuid[]) as bundle (digest_id, pace, bundle_id)
    where digest_lines.digest_id = bundle.digest_id and digest_lines.pace = bundle.pace and digest_lines.bundle_id is null
      and (digest_lines.pace = 'quiet' or digest_lines.due_at <= ${time})`.execute(tx);
}

/** None for whoever has no address any more. A guest's is known by its cause, as the others about them are. */
function mailOf({ person, bundleId }: Plan): QueuedMail[] {
  const { user_id: userId, guest_id: guestId, userEmail, guestEmail, eventId } = person;
  if (userEmail !== null)
    return [{ cause: `digest:account:${userId}:${bundleId}`, kind: "digest", recipient: userEmail, payload: { bundleId, userId } }];
  if (guestEmail === null) return [];
  const payload = { bundleId, eventId, guestId };
  return [{ cause: `guestDigest:${eventId}:${guestId}:${bundleId}`, kind: "guestDigest", recipient: guestEmail, payload }];
}
