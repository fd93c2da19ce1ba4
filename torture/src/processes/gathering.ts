import pg from "pg";
import { openLink, personalLink, shareLink } from "./links.ts";
import { aPerson, emailOf, joinAsHost, signIn } from "./people.ts";
import { someAtOnce } from "../some-at-once.ts";
import type { Random } from "./random.ts";
import type { Actor, Scene } from "./scene.ts";
import { sendUntilKnown } from "./send-command.ts";
import { DAY } from "./intents.ts";

/** One event and all who have to do with it. */
export interface Gathering {
  eventId: string;
  hosts: Actor[];
  guests: Actor[];
  visitors: Actor[];
}

export interface Plan {
  guests: number;
  /** How many of them have an address, and are mailed. */
  mailed: number;
  visitors: number;
  /** Short of what is wanted, so that the line is long and moves. */
  capacity: number;
  waitlistRule: "strict" | "fillGaps";
  visibility: "link" | "public";
}

/** An event with three hosts, guests who came by personal links, and visitors with the share link. */
export async function setUpGathering(scene: Scene, client: pg.Client, random: Random, plan: Plan): Promise<Gathering> {
  const eventId = random.uuid();
  const person = (name: string) => aPerson(eventId, random, name);
  const hosts = ["Ada", "Ben", "Cem"].map((name) => person(`host ${name}`));
  for (const host of hosts) await signIn(client, host);
  const [ada, ...others] = hosts as [Actor, ...Actor[]];
  await mustCommit(scene, ada, "createEvent", "/api/events", { eventId, fields: fieldsOf(plan) });
  await mustCommit(scene, ada, "publishEvent", `/api/events/${eventId}/publication`, {});
  for (const host of others) await joinAsHost(scene, client, ada, host);

  const guests = Array.from({ length: plan.guests }, (_, index) => person(`guest ${index + 1}`));
  for (const guest of guests) guest.guestId = random.uuid();
  await inviteAll(scene, ada, guests.slice(0, plan.mailed), true);
  await inviteAll(scene, ada, guests.slice(plan.mailed), false);
  // A few at a time: a crowd at the door is not what is tried out here.
  await someAtOnce(8, guests, async (guest) => openLink(scene, guest, await personalLink(scene, ada, guest.guestId!)));

  const visitors = Array.from({ length: plan.visitors }, (_, index) => person(`visitor ${index + 1}`));
  const share = await shareLink(scene, ada);
  await someAtOnce(8, visitors, (visitor) => openLink(scene, visitor, share));
  return { eventId, hosts, guests, visitors };
}

const fieldsOf = ({ capacity, waitlistRule, visibility }: Plan) => ({
  title: "Picnic",
  starts: `${DAY}T19:00`,
  zone: "Europe/Lisbon",
  place: { kind: "place", name: "The park", address: "" },
  capacity,
  waitlistRule,
  visibility,
});

async function inviteAll(scene: Scene, host: Actor, guests: Actor[], send: boolean): Promise<void> {
  if (guests.length === 0) return;
  const rows = guests.map(({ guestId, name }) => ({
    guestId,
    name,
    email: send ? emailOf(guestId!) : null,
    plusOnesAllowed: null,
    locale: null,
  }));
  await mustCommit(scene, host, "inviteGuests", `/api/events/${host.eventId}/invitations`, { guests: rows, message: "", send });
}

async function mustCommit(scene: Scene, actor: Actor, command: string, path: string, body: Record<string, unknown>): Promise<void> {
  const commandId = actor.random.uuid();
  const outcome = await sendUntilKnown(scene, actor, { command, commandId, method: "POST", path, body: { commandId, ...body } });
  if (outcome.outcome !== "committed") throw new Error(`${command} failed while setting up: ${outcome.code}`);
}
