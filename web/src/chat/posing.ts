import { looksAlike } from "@turnout/contract/look-alike";
import type { ShownMessage } from "./with-pending.ts";

/** The messages of guests whose names can be mistaken for a host's. */
export function posingAmong(messages: readonly ShownMessage[], hosts: readonly { name: string }[]): ReadonlySet<string> {
  const known = new Map<string, boolean>();
  const poses = (name: string) => {
    const found = known.get(name) ?? hosts.some((host) => looksAlike(host.name, name));
    known.set(name, found);
    return found;
  };
  return new Set(messages.filter(({ author }) => author.role === "guest" && poses(author.name)).map(({ messageId }) => messageId));
}

/** Whether somebody who is no host can be mistaken for one. */
export function posesAsHost(person: { personId: string; name: string }, hosts: readonly { userId: string; name: string }[]): boolean {
  return hosts.every(({ userId }) => userId !== person.personId) && hosts.some(({ name }) => looksAlike(name, person.name));
}
