import { personIdOf, seesList, type Viewer } from "@turnout/contract/audience";
import type { GuestListFor } from "@turnout/contract/events";
import { MAX_PRESENT_NAMED } from "@turnout/contract/live";
import { frameOf, type Subscriber } from "./subscriber.ts";
import { MAX_REPORTED } from "./presence-elsewhere.ts";
import type { Here, Somebody } from "./who-is-here.ts";

/** Who is present, each once: a person with two windows counts once, as does a browser without a name. */
export function whoIsHere(subscribers: Iterable<Subscriber>): Here {
  const people = new Map<string, Somebody>();
  const browsers = new Set<unknown>();
  for (const subscriber of subscribers) {
    const { viewer, browser } = subscriber;
    const personId = personIdOf(viewer);
    if (personId && viewer.name) people.set(personId, { personId, name: viewer.name, isHost: viewer.class === "host" });
    else browsers.add(browser ?? subscriber);
  }
  return { people: [...people.values()], others: browsers.size };
}

/** The part that is reported to other processes. */
export function shortened({ people, others }: Here): Here {
  return { people: people.slice(0, MAX_REPORTED), others: others + Math.max(0, people.length - MAX_REPORTED) };
}

/** Everyone in all processes: a person with windows in two of them counts once. */
export function together(all: Here[]): Here {
  const people = new Map(all.flatMap((here) => here.people.map((one) => [one.personId, one] as const)));
  return { people: [...people.values()], others: all.reduce((sum, here) => sum + here.others, 0) };
}

interface Audience {
  guestListFor: GuestListFor;
  listed: Set<string>;
}

/** Hosts see every name; others who may see the guest list, those of hosts and of listed guests. */
export function presenceFrames(eventId: string, { people, others }: Here, { guestListFor, listed }: Audience) {
  const count = people.length + others;
  const frameWith = (isShown: (person: Somebody) => boolean) => {
    const shown = people.filter(isShown).slice(0, MAX_PRESENT_NAMED);
    return frameOf({ type: "presence", eventId, count, people: shown.map(({ personId, name }) => ({ personId, name })) });
  };
  const forHosts = frameWith(() => true);
  const forReaders = frameWith(({ isHost, personId }) => isHost || listed.has(personId));
  const forOthers = frameWith(() => false);
  return (viewer: Viewer) => {
    if (viewer.class === "host") return forHosts;
    return seesList(viewer.class, { guestListFor }) ? forReaders : forOthers;
  };
}
