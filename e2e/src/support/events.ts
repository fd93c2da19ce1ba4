import { randomUUID } from "node:crypto";
import type { EventFields } from "@turnout/contract/events";
import { answer, untilAnswerIs } from "./answers.ts";
import { ask, command } from "./api.ts";
import { followMail } from "./mailbox.ts";
import type { Person } from "./people.ts";

export interface Gathering {
  id: string;
  title: string;
  host: Person;
  /** Where its page is. */
  page: string;
}

const NEXT_SUMMER = `${new Date().getUTCFullYear() + 1}-06-18`;

/** A published event in some meadow next summer. */
export async function anEvent(host: Person, fields: EventFields = {}): Promise<Gathering> {
  const id = randomUUID();
  const title = fields.title ?? `Picnic ${id.slice(0, 6)}`;
  const usual: EventFields = {
    starts: `${NEXT_SUMMER}T19:00`,
    zone: "Europe/Berlin",
    place: { kind: "place", name: "The meadow", address: "Am Ufer 1, Berlin" },
    visibility: "link",
    guestListFor: "guests",
  };
  await command(host, "POST", "/api/events", { eventId: id, fields: { ...usual, ...fields, title } });
  await command(host, "POST", `/api/events/${id}/publication`);
  return { id, title, host, page: `${host.url}/e/${id}` };
}

/** Invites people by email. */
export async function invite({ id, host }: Gathering, guests: Person[], send = true): Promise<void> {
  const rows = guests.map(({ name, email }) => ({ guestId: randomUUID(), name, email, plusOnesAllowed: null, locale: null }));
  await command(host, "POST", `/api/events/${id}/invitations`, { guests: rows, message: "", send });
}

/** Opens the event by the answer pressed in the invitation, the way guests do it. Nothing is answered yet. */
export function openInvitation(
  guest: Person,
  { title, host }: Gathering,
  pressed: "Going" | "Maybe" | "Can't make it" = "Going",
): Promise<void> {
  return followMail(guest, `${host.name} invites you: ${title}`, pressed);
}

/** The link that lets anybody in who has it. */
export async function shareLinkOf({ id, host }: Gathering): Promise<string> {
  return (await ask<{ url: string }>(host, "GET", `/api/events/${id}/share-link`)).url;
}

/** Comes by the link that everybody may have, and says that they are going. */
export async function comeByShareLink(guest: Person, event: Gathering): Promise<void> {
  await guest.page.goto(await shareLinkOf(event));
  await untilLive(guest);
  await answer(guest.page, "Going");
  await untilAnswerIs(guest.page, "You're going");
}

/** Opens the event's page at its own address, and waits until it is live. */
export async function openEvent({ page }: Person, event: Gathering): Promise<void> {
  await page.goto(event.page);
  await untilLive({ page });
}

export async function untilLive({ page }: Pick<Person, "page">): Promise<void> {
  await page.getByText("Live", { exact: true }).waitFor();
}
