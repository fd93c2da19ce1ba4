import { randomUUID } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { Failed } from "../failed.ts";
import { ORIGIN, visitor, type Visitor } from "./visitor.ts";

export interface Gathering {
  eventId: string;
  host: Visitor;
  guests: Visitor[];
}

const MAIL_PATIENCE = 30_000;
const commandId = randomUUID;
/** Everybody's own, of those that are for measurements (RFC 2544): limits are counted by address. */
const addressOf = (at: number) => `198.18.${at >> 8}.${at & 255}`;

/**
 * Through the proxy: signs up by email, creates an event, and answers as guests who open its link. `newestMail`: the mail that came last;
 * absent, it is on the mailbox page.
 */
export async function gather(front: string, guestCount: number, newestMail?: () => string): Promise<Gathering> {
  const host = visitor(front, addressOf(0));
  await signUp(host, newestMail ? async () => newestMail() : () => newestOnPage(host));
  const eventId = randomUUID();
  const fields = {
    title: "Harbour picnic",
    starts: `${new Date().getUTCFullYear() + 1}-06-18T19:00`,
    zone: "Europe/Berlin",
    visibility: "link",
    guestListFor: "guests",
  };
  await host.ask("POST", "/api/events", { commandId: commandId(), eventId, fields });
  await host.ask("POST", `/api/events/${eventId}/publication`, { commandId: commandId() });
  const { json } = await host.ask("GET", `/api/events/${eventId}/share-link`);
  const link = String(json.url).slice(ORIGIN.length);

  const guests: Visitor[] = [];
  for (let at = 1; at <= guestCount; at++) guests.push(await join(front, { eventId, link, number: at }));
  return { eventId, host, guests };
}

/** Somebody opens an event's link and answers. The number makes the name and the address. */
export async function join(front: string, { eventId, link, number }: { eventId: string; link: string; number: number }): Promise<Visitor> {
  const guest = visitor(front, addressOf(number));
  await guest.ask("GET", link);
  const answer = { commandId: commandId(), answer: "going", plusOnes: [], note: "", name: `Guest ${number}`, email: emailOf(number) };
  await guest.ask("PUT", `/api/events/${eventId}/rsvp`, answer);
  return guest;
}

export const emailOf = (number: number) => `guest-${number}@example.org`;

/** Posts a message, and returns its position in the event's log. */
export async function say({ eventId }: Gathering, who: Visitor, text: string): Promise<number> {
  const { json } = await who.ask("POST", `/api/events/${eventId}/messages`, { commandId: commandId(), text, replyTo: null });
  return json.seq as number;
}

/** Changes a guest's answer. */
export async function answer({ eventId }: Gathering, guest: Visitor, given: "going" | "maybe" | "declined"): Promise<void> {
  await guest.ask("PUT", `/api/events/${eventId}/rsvp`, { commandId: commandId(), answer: given, plusOnes: [], note: "" });
}

async function signUp(host: Visitor, newestMail: () => Promise<string>) {
  const person = { name: "Ada Almeida", email: "ada@example.org", password: "correct horse battery staple", locale: "en" };
  await host.ask("POST", "/api/auth/sign-up", person);
  const token = await tokenFrom(newestMail);
  await host.ask("POST", "/api/auth/sign-up/confirmation", { token });
  const { json } = await host.ask("GET", "/api/auth/session");
  if (!JSON.stringify(json).includes(person.email)) throw new Failed(`nobody is signed in: ${JSON.stringify(json)}`);
}

/** A worker writes and sends it. */
async function tokenFrom(newestMail: () => Promise<string>): Promise<string> {
  const deadline = Date.now() + MAIL_PATIENCE;
  while (Date.now() < deadline) {
    const token = /href="[^"]*#([^"]+)"/.exec(await newestMail())?.[1];
    if (token) return token;
    await sleep(200);
  }
  throw new Failed("no mail with a link came");
}

async function newestOnPage(host: Visitor): Promise<string> {
  const { id } = (await host.ask("GET", "/mailbox/latest")).json as { id: string | null };
  return id ? (await host.ask("GET", `/mailbox/${id}/body`)).bytes.toString() : "";
}
