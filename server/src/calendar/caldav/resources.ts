import { createHash } from "node:crypto";
import type { FeedPlace, FeedState } from "../feed-states.ts";
import { cal, calendarServer, dav, Xml, xml, type Name } from "./xml.ts";

/** Where clients begin: it stands for the reader, and holds the one calendar. */
export const HOME = "/caldav/";
export const CALENDAR = `${HOME}events/`;
export const entryPath = (eventId: string) => `${CALENDAR}${eventId}.ics`;
const ENTRY_PATH = new RegExp(`^${CALENDAR}([\\da-f-]{36})\\.ics$`);
/** The event of an entry's address, which may be a whole URL. */
export const eventIdAt = (href: string): string | undefined => ENTRY_PATH.exec(href.replace(/^https?:\/\/[^/]+/, ""))?.[1];

/** A value for each property that something has. */
export type Properties = Map<Name, () => Xml[] | string>;

/** `urn:` and not an address: whoever asks for changes since another one begins anew (RFC 6578, 3.2). */
export const syncToken = (state: FeedState, form: string) => `urn:turnout:calendar:${form}.${state.stamp}`;

/** Changes with what is written of the event for this reader. */
export function entryTag({ stamp, hosting, standing }: FeedPlace, form: string): string {
  const mine = createHash("sha256")
    .update(JSON.stringify([form, stamp, hosting, standing]))
    .digest("base64url")
    .slice(0, 16);
  return `"${mine}"`;
}

const href = (path: string) => [xml(dav("href"), path)];
const readOnly = [xml(dav("privilege"), xml(dav("read")))];

/** What everything here has. */
const common = (): [Name, () => Xml[] | string][] => [
  [dav("current-user-principal"), () => href(HOME)],
  [dav("owner"), () => href(HOME)],
  [dav("current-user-privilege-set"), () => readOnly],
];

export const homeProperties = (): Properties =>
  new Map([
    ...common(),
    [dav("resourcetype"), () => [xml(dav("collection")), xml(dav("principal"))]],
    [dav("displayname"), () => "Turnout"],
    [dav("principal-URL"), () => href(HOME)],
    [cal("calendar-home-set"), () => href(HOME)],
  ]);

const reports = [cal("calendar-query"), cal("calendar-multiget"), dav("sync-collection")];

export const calendarProperties = (state: FeedState, form: string): Properties =>
  new Map([
    ...common(),
    [dav("resourcetype"), () => [xml(dav("collection")), xml(cal("calendar"))]],
    [dav("displayname"), () => "Turnout"],
    [dav("sync-token"), () => syncToken(state, form)],
    [calendarServer("getctag"), () => syncToken(state, form)],
    [cal("supported-calendar-component-set"), () => [new Xml('<C:comp name="VEVENT"/>')]],
    [dav("supported-report-set"), () => reports.map((one) => xml(dav("supported-report"), xml(dav("report"), xml(one))))],
  ]);

export const entryProperties = (place: FeedPlace, form: string, text?: string): Properties =>
  new Map([
    ...common(),
    [dav("resourcetype"), () => []],
    [dav("getetag"), () => entryTag(place, form)],
    [dav("getcontenttype"), () => "text/calendar; charset=utf-8; component=VEVENT"],
    ...(text === undefined ? [] : ([[cal("calendar-data"), () => text]] as const)),
  ]);
