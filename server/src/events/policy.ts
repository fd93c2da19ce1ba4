import { refuse } from "@turnout/contract/refusals";
import type { Caller } from "../log/caller.ts";
import { rowsById, type Need } from "../log/event-table.ts";
import type { EventState } from "../log/working-set.ts";
import { hostsTable, type HostRow } from "./tables.ts";

/** The rows for `requireHost`, and for whether the host who handed over the caller's link still hosts. */
export function callersHostRow(caller: Caller): Need {
  return rowsById(hostsTable, [caller.user?.id, caller.linkMadeBy]);
}

export function hostOf(state: EventState, caller: Caller): Readonly<HostRow> | undefined {
  return state.rows(hostsTable).get(caller.user?.id);
}

/** Whether the caller's link is valid: if a host handed it over, that host still hosts. */
export function isLinkInForce(state: EventState, { linkMadeBy }: Caller): boolean {
  return !linkMadeBy || state.rows(hostsTable).get(linkMadeBy) !== undefined;
}

/** The first host, whom nobody else can remove. */
export function firstHost(hosts: readonly Readonly<HostRow>[]): Readonly<HostRow> {
  return hosts.toSorted((a, b) => a.added_at.getTime() - b.added_at.getTime())[0]!;
}

/**
 * Whether the caller's link may connect the guest with an account. Not if it was handed over by a host who can be
 * removed: that host could use it for an account of their own. Needs all hosts of the event.
 */
export function isLinkForGood(state: EventState, { linkMadeBy }: Caller): boolean {
  return !linkMadeBy || firstHost(state.rows(hostsTable).all())?.id === linkMadeBy;
}

/**
 * Refuses callers who are not hosts with `event_not_found`, as if the event did not exist, since they must not learn of
 * drafts and private events.
 */
export function requireHost(state: EventState, caller: Caller): Readonly<HostRow> {
  const host = hostOf(state, caller) ?? refuse("event_not_found");
  state.actAs({ kind: "host", personId: host.id, name: host.name });
  return host;
}

/** Refuses drafts and cancelled events. */
export function requireOpen(state: EventState): void {
  if (state.event.status === "draft") refuse("not_published");
  if (state.event.status === "cancelled") refuse("event_cancelled");
}
