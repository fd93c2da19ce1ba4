import type { Identity } from "../../../server/src/realtime/session.ts";
import type { Reader } from "../history.ts";

/** Somebody with a browser, as the schedule knows them. */
export interface Person {
  name: string;
  userId: string | null;
  /** Their place on the list, as far as they know. */
  guestId: string | null;
  identity: Identity;
  /** Rises whenever what their cookies prove is changed from outside: what was asked for before is not theirs any more. */
  version: number;
}

/** Ids that can be read: what they are of, and a number. */
export const idOf = (kind: "a" | "b" | "c" | "d" | "e", number: number, seed = 0) =>
  `00000000-0000-4000-8${seed.toString(16).padStart(8, "0").slice(-8, -5)}-${kind}${seed.toString(16).padStart(5, "0").slice(-5)}${number.toString(16).padStart(6, "0")}`;

export function aUser(name: string, number: number): Person {
  const userId = idOf("a", number);
  const identity = { user: { id: userId, name, email: `${name.toLowerCase()}@example.org` }, sessionId: name, visitId: null };
  return { name, userId, guestId: null, identity, version: 0 };
}

export function aBrowser(name: string, number: number, guestId: string | null): Person {
  return { name, userId: null, guestId, identity: { user: null, sessionId: null, visitId: idOf("d", number) }, version: 0 };
}

export const emailOf = ({ name }: Person) => `${name.toLowerCase().replaceAll(" ", "-")}@example.org`;
export const readerOf = ({ name, userId, guestId }: Person): Reader => ({ actor: name, userId, guestId });
