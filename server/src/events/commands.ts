import type { z } from "zod";
import {
  CancelEvent,
  CreateEvent,
  EditEvent,
  PublishEvent,
  RemoveHost,
  RenewShareLink,
  MAX_HOSTS,
  type EventFields,
  type EventDetails,
} from "@turnout/contract/events";
import { isMaterialChange } from "@turnout/contract/calendar";
import type { Question } from "@turnout/contract/questions";
import { refuse } from "@turnout/contract/refusals";
import { zoneName } from "@turnout/contract/zone-table";
import type { Caller } from "../log/caller.ts";
import { command } from "../log/command.ts";
import type { EventRow } from "../log/event-row.ts";
import { rowsById, rowsWhere, type Need } from "../log/event-table.ts";
import type { EventState } from "../log/working-set.ts";
import { callersHostRow, firstHost, requireHost } from "./policy.ts";
import { presentDetails, whenAndWhereOf } from "./present.ts";
import { allHostsOf, hostInvitationsTable, hostsTable, openInvitationsBy } from "./tables.ts";
import { wallClockOfRow, workedOut } from "./wall-clock.ts";

/** What other slices do when the event changes, such as giving new seats to the waitlist. */
export interface EventHooks {
  needs: Need[];
  afterEdit(state: EventState, now: Date): void;
}

/** What a new event is made of; a copy begins with its original's questions. */
type NewEvent = z.infer<typeof CreateEvent> & { questions?: Question[] };

/** Creates an event as a draft that only its host sees. */
export const createEvent = command({
  name: "createEvent",
  refusals: { hosts_id_fkey: "sign_in_required", events_cover_image_id_fkey: "image_unreadable" },

  needs: (_input: NewEvent, caller: Caller) => [callersHostRow(caller)],

  decide(state, { fields, questions = [] }, caller, now) {
    const user = caller.user ?? refuse("sign_in_required");
    if (state.event.log_seq > 0) refuse("command_id_reused");
    state.rows(hostsTable).add({ id: user.id, name: user.name, added_at: now });
    state.actAs({ kind: "host", personId: user.id, name: user.name });
    state.changeEvent(rowChanges(state.event, fields));
    state.append({ type: "event.created", details: presentDetails(state.event) });
    if (questions.length === 0) return;
    state.changeEvent({ questions });
    state.append({ type: "questions.edited", questions });
  },
});

/**
 * Edits the event. The revision that calendars compare rises only when a published event's start, end, zone or place
 * changes. A capacity below the seats taken needs `override`, and takes no seat away.
 */
export const editEvent = (hooks: EventHooks) =>
  command({
    name: "editEvent",
    refusals: { events_cover_image_id_fkey: "image_unreadable" },

    needs: (_input: z.infer<typeof EditEvent>, caller: Caller) => [callersHostRow(caller), ...hooks.needs],

    decide(state, { fields, override, quietly = false, note = "" }, caller, now) {
      requireHost(state, caller);
      if (state.event.status === "cancelled") refuse("event_cancelled");
      const before = presentDetails(state.event);
      state.changeEvent(rowChanges(state.event, fields));
      if (state.event.status === "published") requireComplete(state.event);
      fitCapacity(state, override ?? false);
      const changed = changedFields(before, presentDetails(state.event));
      if (changed.length === 0) return;
      const isNews = isMaterialChange(before, presentDetails(state.event));
      if (isNews) state.changeEvent({ revision: state.event.revision + 1 });
      if (changed.some((field) => calendarShows.has(field))) state.changeEvent({ calendar_changed_at: now });
      const audienceChanged =
        changed.some((field) => audienceFields.has(field)) || (before.chat === "closed") !== (state.event.chat === "closed");
      const news = isNews ? { news: { was: whenAndWhereOf(before), quietly, note } } : {};
      state.append({ type: "event.edited", details: presentDetails(state.event), changed, audienceChanged, ...news });
      hooks.afterEdit(state, now);
    },
  });

/** The fields that control who may see what. */
const audienceFields = new Set(["guestListFor", "visibility"]);

/** The fields that an entry in a calendar is written from; see `calendarEvent`. */
const calendarShows = new Set(["title", "description", "startsAt", "endsAt", "allDay", "starts", "ends", "zone", "place"]);

function changedFields(before: EventDetails, after: EventDetails): string[] {
  const fields = Object.keys(before) as (keyof EventDetails)[];
  return fields.filter((field) => textOf(before[field]) !== textOf(after[field]));
}

/** Independent of the order of keys. */
function textOf(value: unknown): string {
  return JSON.stringify(value, typeof value === "object" && value !== null ? Object.keys(value).toSorted() : undefined);
}

function fitCapacity(state: EventState, override: boolean) {
  const { capacity, seats_taken } = state.event;
  const beyond = capacity === null ? 0 : Math.max(0, seats_taken - capacity);
  if (beyond > state.event.overbooked && !override) refuse("capacity_below_taken", { seatsTaken: seats_taken });
  state.changeEvent({ overbooked: beyond });
}

export function rowChanges(event: EventRow, fields: EventFields): Partial<EventRow> {
  return {
    ...timesChanged(event, fields),
    title: fields.title ?? event.title,
    description: fields.description ?? event.description,
    place: fields.place ?? event.place,
    cover_theme: fields.cover?.theme ?? event.cover_theme,
    cover_image_id: fields.cover ? fields.cover.imageId : event.cover_image_id,
    capacity: fields.capacity === undefined ? event.capacity : fields.capacity,
    plus_ones_allowed: fields.plusOnesAllowed ?? event.plus_ones_allowed,
    waitlist: fields.waitlist ?? event.waitlist,
    waitlist_rule: fields.waitlistRule ?? event.waitlist_rule,
    guest_list_for: fields.guestListFor ?? event.guest_list_for,
    visibility: fields.visibility ?? event.visibility,
    chat: fields.chat ?? event.chat,
    day_before_reminder: fields.dayBeforeReminder ?? event.day_before_reminder,
    hours_before_reminder: fields.hoursBeforeReminder ?? event.hours_before_reminder,
    calendar_entries: fields.calendarEntries ?? event.calendar_entries,
    still_coming: fields.stillComing ?? event.still_coming,
  };
}

/** Wall-clock times become instants in the event's zone; changing the zone alone keeps the wall-clock times. */
function timesChanged(event: EventRow, { zone: given, allDay, starts, ends, answersClose }: EventFields): Partial<EventRow> {
  const zone = given === undefined ? event.zone : (zoneName(given) ?? refuse("draft_incomplete", { field: "zone" }));
  if ([allDay, starts, ends, answersClose].every((time) => time === undefined) && zone === event.zone) return {};
  if (!zoneName(zone)) refuse("draft_incomplete", { field: "zone" }); // earlier versions accepted any zone of their runtime
  const before = wallClockOfRow(event);
  const wanted = {
    allDay: allDay ?? before.allDay,
    starts: starts === undefined ? before.starts : starts,
    ends: ends === undefined ? before.ends : ends,
    answersClose: answersClose === undefined ? before.answersClose : answersClose,
  };
  const times = workedOut(wanted, zone);
  if (times.starts_at && times.ends_at && times.ends_at <= times.starts_at) refuse("draft_incomplete", { field: "ends" });
  return times;
}

function requireComplete(event: EventRow) {
  if (event.title === "") refuse("draft_incomplete", { field: "title" });
  if (!event.starts_at) refuse("draft_incomplete", { field: "starts" });
}

/** Lets guests see the event. Only a title and a start are required. */
export const publishEvent = command({
  name: "publishEvent",

  needs: (_input: z.infer<typeof PublishEvent>, caller: Caller) => [callersHostRow(caller)],

  decide(state, _input, caller, now) {
    requireHost(state, caller);
    if (state.event.status === "cancelled") refuse("event_cancelled");
    if (state.event.status === "published") return;
    requireComplete(state.event);
    state.changeEvent({ status: "published", calendar_changed_at: now });
    state.append({ type: "event.published", details: presentDetails(state.event) });
  },
});

/** Cancels the event, with a note to the guests. Final, because guests have been notified. */
export const cancelEvent = command({
  name: "cancelEvent",

  needs: (_input: z.infer<typeof CancelEvent>, caller: Caller) => [callersHostRow(caller)],

  decide(state, { note }, caller, now) {
    requireHost(state, caller);
    if (state.event.status === "draft") refuse("not_published");
    if (state.event.status === "cancelled") return;
    state.changeEvent({ status: "cancelled", cancel_note: note, revision: state.event.revision + 1, calendar_changed_at: now });
    state.append({ type: "event.cancelled", details: presentDetails(state.event) });
  },
});

/** Renews the share link: all earlier ones become invalid, and access that visitors had by them ends. */
export const renewShareLink = command({
  name: "renewShareLink",

  needs: (_input: z.infer<typeof RenewShareLink>, caller: Caller) => [callersHostRow(caller)],

  decide(state, _input, caller) {
    requireHost(state, caller);
    state.changeEvent({ share_version: state.event.share_version + 1 });
    state.append({ type: "share.renewed" });
  },
});

/**
 * Accepts an invitation to host, which works once. Without an invitation only the server itself adds hosts.
 */
export const addHost = command({
  name: "addHost",
  refusals: { hosts_id_fkey: "sign_in_required", host_invitations_accepted_by_fkey: "sign_in_required" },

  needs: ({ invitationId }: { commandId: string; invitationId?: string }, caller: Caller) => [
    callersHostRow(caller),
    rowsWhere(allHostsOf),
    rowsById(hostInvitationsTable, [invitationId]),
  ],

  decide(state, { invitationId }, caller, now) {
    const user = caller.user ?? refuse("sign_in_required");
    if (state.rows(hostsTable).get(user.id)) refuse("already_host");
    if (state.rows(hostsTable).all().length >= MAX_HOSTS) refuse("not_allowed", { most: MAX_HOSTS });
    if (invitationId) spend(state, invitationId, user.id, now);
    state.actAs({ kind: "host", personId: user.id, name: user.name });
    state.rows(hostsTable).add({ id: user.id, name: user.name, added_at: now });
    state.append({ type: "host.added", host: { userId: user.id, name: user.name } });
  },
});

function spend(state: EventState, invitationId: string, userId: string, now: Date) {
  const invitations = state.rows(hostInvitationsTable);
  const invitation = invitations.get(invitationId);
  if (!invitation || invitation.accepted_at || invitation.revoked_at || invitation.expires_at <= now) refuse("link_invalid");
  if (!state.rows(hostsTable).get(invitation.created_by)) refuse("link_invalid"); // its author was removed as a host before it was stored
  invitations.change(invitationId, { accepted_at: now, accepted_by: userId });
}

/**
 * A host leaves or is removed by another; their open invitations to host end with it. The last host cannot leave, and
 * nobody else can remove the first.
 */
export const removeHost = command({
  name: "removeHost",

  needs: (input: z.infer<typeof RemoveHost> & { userId: string }, caller: Caller) => [
    callersHostRow(caller),
    rowsById(hostsTable, [input.userId]),
    rowsWhere(allHostsOf),
    rowsWhere(openInvitationsBy, [input.userId]),
  ],

  decide(state, { userId }, caller, now) {
    const { id: callerId } = requireHost(state, caller);
    const hosts = state.rows(hostsTable);
    if (!hosts.get(userId)) refuse("guest_not_found");
    if (hosts.all().length === 1) refuse("last_host");
    if (userId !== callerId && userId === firstHost(hosts.all()).id) refuse("first_host");
    hosts.remove(userId);
    const invitations = state.rows(hostInvitationsTable);
    for (const { id, created_by } of invitations.all()) if (created_by === userId) invitations.change(id, { revoked_at: now });
    state.append({ type: "host.removed", userId });
  },
});
