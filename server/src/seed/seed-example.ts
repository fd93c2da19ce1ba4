import type { Answer } from "@turnout/contract/guests";
import { sql } from "kysely";
import { postMessage } from "../chat/commands.ts";
import { addHost, createEvent, publishEvent } from "../events/commands.ts";
import { answerInvitation } from "../guests/commands.ts";
import { FIRST_ACCESS } from "../guests/policy.ts";
import { grantGuest, newVisitToken, visitIdOf } from "../guests/visits.ts";
import type { Deps } from "../http/deps.ts";
import { inviteGuests } from "../invitations/commands.ts";
import type { Caller } from "../log/caller.ts";
import type { Computed } from "../db/row-types.ts";
import { uuidFrom } from "../db/uuid.ts";
import { conversation, guestNames, type ExampleMessage } from "./guests-and-messages.ts";
import { seasonAt, type Season } from "./seasons.ts";

export interface ExampleHost {
  id: string;
  name: string;
  email: string;
}

/** Ids derive from names, so that seeding again after a crash continues where it stopped. */
const idOf = (name: string) => uuidFrom(`turnout example ${name}`);

export const exampleEventId = idOf("event");

const asHost = (host: ExampleHost): Caller => ({
  key: `user:${host.id}`,
  user: host,
  guestId: null,
  accessVersion: null,
  shareVersion: null,
});
const asGuest = (guestId: string): Caller => ({
  key: `visit:${guestId}`,
  user: null,
  guestId,
  accessVersion: FIRST_ACCESS,
  shareVersion: null,
});

const describe = ({ opening, bring }: Season) => `${opening}

## What to bring
- a dish to share, or something to drink
- ${bring}

There is a **stage** for anyone with a song, and a corner with games for children. The house is a ten minutes' walk from the station.`;

/** Three weeks from now, on a Saturday evening, in the event's own zone. */
function start(now: Date): string {
  const day = new Date(now.getTime() + 21 * 86_400_000);
  day.setUTCDate(day.getUTCDate() + ((6 - day.getUTCDay() + 7) % 7));
  return `${day.toISOString().slice(0, 10)}T19:00`;
}

/** Creates an event to look at: two hosts, sixty guests with all kinds of answers, a waitlist, a conversation. Returns its id. */
export async function seedExample(deps: Pick<Deps, "db" | "changeEvent" | "now">, hosts: [ExampleHost, ExampleHost]): Promise<string> {
  const eventId = exampleEventId;
  const [ada, lin] = hosts;
  const starts = start(deps.now());
  const season = seasonAt(starts);
  const fields = {
    title: season.title,
    description: describe(season),
    starts,
    ends: `${starts.slice(0, 10)}T23:30`,
    zone: "Europe/Lisbon",
    place: { kind: "place" as const, name: "Quinta do Prado", address: "Rua das Hortas 12, 2710 Sintra, Portugal" },
    cover: { theme: season.theme, imageId: null },
    capacity: 50,
    plusOnesAllowed: 3,
    visibility: "link" as const,
    guestListFor: "guests" as const,
  };
  await deps.changeEvent(eventId, createEvent, { commandId: idOf("create"), eventId, fields }, asHost(ada), { opensEvent: true });
  await deps.changeEvent(eventId, addHost, { commandId: idOf("cohost") }, asHost(lin)).catch(ignoreSecondTime);
  await deps.changeEvent(eventId, publishEvent, { commandId: idOf("publish") }, asHost(ada));
  await inviteAll(deps, ada, season);
  await openLinks(deps);
  await answer(deps);
  await addAddresses(deps);
  await talk(deps, ada, conversation(season));
  await dateBack(deps, eventId);
  return eventId;
}

/** Spreads what happened over the three days before, in its order: once, while all of it is new. Messages have times of their own. */
async function dateBack({ db }: Pick<Deps, "db">, eventId: string) {
  const spread = await sql`
    with entries as (
      select seq, row_number() over (order by seq) / count(*) over ()::float as share, min(at) over () as first
      from event_log where event_id = ${eventId} and body ->> 'type' <> 'chat.posted'
    )
    update event_log set at = now() - interval '10 minutes' - interval '71 hours' * (1 - share)
    from entries where event_log.event_id = ${eventId} and event_log.seq = entries.seq and first > now() - interval '24 hours'`.execute(db);
  if (!spread.numAffectedRows) return;
  await sql`
    update guests set answered_at = answers.at
    from (select about, max(at) as at from event_log where event_id = ${eventId} and body ->> 'type' = 'rsvp.answered' group by about) answers
    where event_id = ${eventId} and guests.id = answers.about and answered_at is not null`.execute(db);
}

const ignoreSecondTime = () => undefined;

async function inviteAll(deps: Pick<Deps, "changeEvent">, host: ExampleHost, { invitation }: Season) {
  const guests = guestNames.map((name, index) => ({
    guestId: idOf(name),
    name,
    email: null, // added after they have answered, so that no email about it is sent
    plusOnesAllowed: null,
    locale: index % 4 === 3 ? ("de" as const) : ("en" as const),
  }));
  const input = { commandId: idOf("invite"), guests, message: invitation, send: false };
  await deps.changeEvent(exampleEventId, inviteGuests, input, asHost(host));
}

async function addAddresses({ db }: Pick<Deps, "db">) {
  for (const name of guestNames) {
    const email = `${name.toLowerCase().replaceAll(/[^a-z]+/g, ".")}@example.org`;
    await sql`update guests set email = ${email} where event_id = ${exampleEventId} and id = ${idOf(name)}`.execute(db);
  }
}

/** Whoever answers has opened their link, and some have opened it without answering. No browser has these visits. */
async function openLinks({ db }: Pick<Deps, "db">) {
  const opened = await sql<Computed<"opened", "boolean">>`
    select exists (select from visit_grants where event_id = ${exampleEventId} and guest_id is not null) as opened`.execute(db);
  if (opened.rows[0]!.opened) return;
  const guests = guestNames.filter((_, index) => answerOf(index) ?? index % 2 === 1);
  await Promise.all(
    guests.map((name) =>
      grantGuest(db, visitIdOf(newVisitToken()), { eventId: exampleEventId, guestId: idOf(name), accessVersion: FIRST_ACCESS }),
    ),
  );
}

const notes = [
  "Can I bring my dog?",
  "Vegetarian, please",
  "I might be half an hour late",
  "Looking forward to it!",
  "No nuts for me, thank you",
];

/** Most guests are going, some with companions; a few answer maybe, decline, or do not answer; the last are on the waitlist. */
async function answer(deps: Pick<Deps, "changeEvent">) {
  for (const [index, name] of guestNames.entries()) {
    const kind = answerOf(index);
    if (!kind) continue;
    const companions = index % 5 === 1 ? 1 : index % 11 === 4 ? 2 : 0;
    const input = {
      commandId: idOf(`answer ${name}`),
      answer: kind,
      plusOnes:
        kind === "declined" ? [] : Array.from({ length: companions }, (_, one) => (one === 0 ? `${name.split(" ")[0]}'s friend` : "")),
      note: index % 9 === 2 ? notes[index % notes.length]! : "",
    };
    await deps.changeEvent(exampleEventId, answerInvitation, input, asGuest(idOf(name)));
  }
}

function answerOf(index: number): Answer | null {
  if (index % 13 === 5) return null;
  if (index % 10 === 7) return "declined";
  if (index % 8 === 3) return "maybe";
  return "going";
}

async function talk(deps: Pick<Deps, "changeEvent" | "db">, host: ExampleHost, messages: ExampleMessage[]) {
  for (const [index, { by, text, replyTo }] of messages.entries()) {
    const caller = by === null ? asHost(host) : asGuest(idOf(guestNames[by]!));
    const input = { commandId: idOf(`message ${index}`), text, replyTo: replyTo === undefined ? null : idOf(`message ${replyTo}`) };
    await deps.changeEvent(exampleEventId, postMessage, input, caller);
  }
  // Spread the conversation over days.
  for (const [index, { minutesAgo }] of messages.entries()) {
    const at = sql`now() - ${`${minutesAgo} minutes`}::interval`;
    await sql`update messages set at = ${at} where event_id = ${exampleEventId} and id = ${idOf(`message ${index}`)}`.execute(deps.db);
  }
}
