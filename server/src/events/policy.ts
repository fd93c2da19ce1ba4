import { refuse } from "@turnout/contract/refusals";
import type { Caller } from "../log/caller.ts";
import { rowsById, type Need } from "../log/event-table.ts";
import type { EventState } from "../log/working-set.ts";
import { hostsTable, type HostRow } from "./tables.ts";

/** The rows that `requireHost` decides on, and whether the host still hosts by whose link the caller came. */
export function callersHostRow(caller: Caller): Need {
  return rowsById(hostsTable, [caller.user?.id, caller.linkMadeBy]);
}

export function hostOf(state: EventState, caller: Caller): Readonly<HostRow> | undefined {
  return state.rows(hostsTable).get(caller.user?.id);
}

/** Whether the caller's link, if a host handed it over, has not ended with that one's hosting. */
export function isLinkInForce(state: EventState, { linkMadeBy }: Caller): boolean {
  return !linkMadeBy || state.rows(hostsTable).get(linkMadeBy) !== undefined;
}

/** Whoever has hosted longest: nobody can let them go. */
export function firstHost(hosts: readonly Readonly<HostRow>[]): Readonly<HostRow> {
  return hosts.toSorted((a, b) => new Date(a.added_at).getTime() - new Date(b.added_at).getTime())[0]!;
}

/**
 * Whether what the caller's link leads to can become theirs for good. Not by the link of a host who can be let go: an
 * account of that host's own would go on being the guest. Decided on all hosts of the event.
 */
export function isLinkForGood(state: EventState, { linkMadeBy }: Caller): boolean {
  return !linkMadeBy || firstHost(state.rows(hostsTable).all())?.id === linkMadeBy;
}

/**
 * Lets hosts of this event pass. Others are told what they would be told if it did not exist, since whether a
 * draft or a private event exists is not theirs to know.
 */
export function requireHost(state: EventState, caller: Caller): Readonly<HostRow> {
  const host = hostOf(state, caller) ?? refuse("event_not_found");
  state.actAs({ kind: "host", personId: host.id, name: host.name });
  return host;
}

/** The event can still be answered and talked about. */
export function requireOpen(state: EventState): void {
  if (state.event.status === "draft") refuse("not_published");
  if (state.event.status === "cancelled") refuse("event_cancelled");
}
