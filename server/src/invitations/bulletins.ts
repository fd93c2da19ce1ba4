import type { z } from "zod";
import {
  BULLETIN_LATE_MINUTES,
  BULLETINS_A_DAY,
  MAX_NUDGES,
  NUDGE_DAYS,
  UNDO_SECONDS,
  type NudgeGuests,
  type SendBulletin,
  type WithdrawBulletin,
} from "@turnout/contract/bulletins";
import { isOver } from "../events/is-over.ts";
import { callersHostRow, requireHost, requireOpen } from "../events/policy.ts";
import { allHostsOf, hostsTable } from "../events/tables.ts";
import { localToInstant } from "@turnout/contract/time-zones";
import { zoneName } from "@turnout/contract/zone-table";
import { refuse } from "@turnout/contract/refusals";
import type { Caller } from "../log/caller.ts";
import { command } from "../log/command.ts";
import { rowsById, rowsWhere } from "../log/event-table.ts";
import type { EventState } from "../log/working-set.ts";
import { allBulletinsOf, bulletinsTable, type BulletinRow } from "./bulletins-table.ts";

const [MINUTE, DAY] = [60_000, 86_400_000];

/** Emails guests of a published event, also after it. What goes out at once waits for as long as it can be taken back. */
export const sendBulletin = command({
  name: "sendBulletin",
  refusals: { bulletins_pkey: "command_id_reused" },

  needs: (_input: z.infer<typeof SendBulletin>, caller: Caller) => [callersHostRow(caller), rowsWhere(allBulletinsOf)],

  decide(state, { commandId, subject, text, to, part = null, at }, caller, now) {
    requireHost(state, caller);
    requireOpen(state);
    if (bulletinsToday(state.rows(bulletinsTable).all(), now) >= BULLETINS_A_DAY) refuse("too_many_bulletins", { most: BULLETINS_A_DAY });
    return queue(
      state,
      { id: commandId, kind: "words", subject, text, audience: [...new Set(to)], part },
      { caller, now, due: dueAt(state, at, now) },
    );
  },
});

/** Asks whoever has not answered once more, as often and as soon as `nudgeLimits` says. */
export const nudgeGuests = command({
  name: "nudgeGuests",
  refusals: { bulletins_pkey: "command_id_reused" },

  needs: (_input: z.infer<typeof NudgeGuests>, caller: Caller) => [callersHostRow(caller), rowsWhere(allBulletinsOf)],

  decide(state, { commandId }, caller, now) {
    requireHost(state, caller);
    requireOpen(state);
    if (isOver(state.event, now)) refuse("event_over");
    const { left, notBefore } = nudgeLimits(state.rows(bulletinsTable).all());
    if (left === 0) refuse("too_many_nudges", { most: MAX_NUDGES });
    if (notBefore && notBefore > now) refuse("nudged_lately", { days: NUDGE_DAYS });
    return queue(
      state,
      { id: commandId, kind: "nudge", subject: "", text: "", audience: ["none"], part: null },
      { caller, now, due: dueAt(state, null, now) },
    );
  },
});

/** Takes one back before it goes out. One that is going out already stays. */
export const withdrawBulletin = command({
  name: "withdrawBulletin",

  needs: ({ bulletinId }: z.infer<typeof WithdrawBulletin> & { bulletinId: string }, caller: Caller) => [
    callersHostRow(caller),
    rowsById(bulletinsTable, [bulletinId]),
  ],

  decide(state, { bulletinId }, caller, now) {
    requireHost(state, caller);
    const bulletin = state.rows(bulletinsTable).get(bulletinId) ?? refuse("bulletin_not_found");
    if (bulletin.withdrawn_at) return;
    if (bulletin.begun_at) refuse("bulletin_sent");
    state.rows(bulletinsTable).change(bulletinId, { withdrawn_at: now });
    state.append({ type: "bulletin.withdrawn", bulletinId });
  },
});

/** Marks one as going out, after which it cannot be taken back. Does nothing for one that was, whose event was cancelled, or whose author does not host any more. */
export const beginBulletin = command({
  name: "beginBulletin",

  needs: ({ bulletinId }: { commandId: string; bulletinId: string }) => [rowsById(bulletinsTable, [bulletinId]), rowsWhere(allHostsOf)],

  decide(state, { bulletinId }, _caller, now) {
    const bulletin = state.rows(bulletinsTable).get(bulletinId);
    if (!bulletin || bulletin.withdrawn_at || bulletin.begun_at || state.event.status !== "published") return;
    if (!state.rows(hostsTable).get(bulletin.written_by)) return;
    state.actAs({ kind: "system", personId: null, name: "Turnout" });
    state.rows(bulletinsTable).change(bulletinId, { begun_at: now });
    state.append({ type: "bulletin.begun", bulletinId });
  },
});

/** Written by hosts within 24 hours. */
export function bulletinsToday(bulletins: readonly Readonly<BulletinRow>[], now: Date): number {
  return bulletins.filter((one) => one.kind === "words" && !one.withdrawn_at && one.created_at.getTime() > now.getTime() - DAY).length;
}

/** How often guests can still be asked again, and from when on. */
export function nudgeLimits(bulletins: readonly Readonly<BulletinRow>[]): { left: number; notBefore: Date | null } {
  const nudges = bulletins.filter(({ kind, withdrawn_at }) => kind === "nudge" && !withdrawn_at);
  const last = Math.max(...nudges.map(({ due }) => due.getTime()));
  return { left: Math.max(0, MAX_NUDGES - nudges.length), notBefore: nudges.length > 0 ? new Date(last + NUDGE_DAYS * DAY) : null };
}

/** A time that has just passed is now; an earlier one is a mistake, and emails cannot be called back. */
function dueAt(state: EventState, at: string | null, now: Date): Date {
  const soonest = new Date(now.getTime() + UNDO_SECONDS * 1_000);
  if (at === null) return soonest;
  const zone = zoneName(state.event.zone) ?? refuse("draft_incomplete", { field: "zone" });
  if (Number.isNaN(Date.parse(`${at}Z`))) refuse("date_impossible", { field: "at", date: at });
  const due = new Date(localToInstant(at, zone).instant);
  if (due.getTime() < now.getTime() - BULLETIN_LATE_MINUTES * MINUTE) refuse("bulletin_time_passed", { at });
  return due > soonest ? due : soonest;
}

type Written = Pick<BulletinRow, "id" | "kind" | "subject" | "text" | "audience" | "part">;

function queue(state: EventState, written: Written, { caller, now, due }: { caller: Caller; now: Date; due: Date }) {
  const { id: writtenBy } = caller.user!;
  state.rows(bulletinsTable).add({ ...written, written_by: writtenBy, created_at: now, due, withdrawn_at: null, begun_at: null });
  const { id: bulletinId, kind, audience: to, part } = written;
  state.append({ type: "bulletin.queued", bulletinId, kind, to, ...(part && { isPart: true as const }), due: due.toISOString() });
  return { bulletinId, due: due.toISOString() };
}
