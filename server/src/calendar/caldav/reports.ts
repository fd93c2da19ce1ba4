import type { FeedReader } from "../feed-reader.ts";
import type { FeedState } from "../feed-states.ts";
import type { PlacedEntry } from "../feed-writer.ts";
import { feedCalendar } from "../ics.ts";
import { askedIn, multistatus, type Asked, type Resource } from "./multistatus.ts";
import { entryPath, entryProperties, eventIdAt, syncToken } from "./resources.ts";
import { wantedBy } from "./time-range.ts";
import { cal, childOf, dav, xml, type Element, type Name } from "./xml.ts";

export type Report = { text: string } | { refused: Name };

/** Answers a REPORT on the calendar: entries by time (RFC 4791, 7.8), by address (7.9), or what has changed (RFC 6578). */
export function answerReport(root: Element, state: FeedState, reader: FeedReader): Promise<Report> | Report {
  if (root.name === cal("calendar-query")) return query(root, state, reader);
  if (root.name === cal("calendar-multiget")) return multiget(root, state, reader);
  if (root.name === dav("sync-collection")) return changes(root, state, reader);
  return { refused: dav("supported-report") };
}

async function query(root: Element, state: FeedState, reader: FeedReader): Promise<Report> {
  const isWanted = wantedBy(root);
  if (!isWanted) return { refused: cal("supported-filter") };
  const entries = (await reader.entriesOf(state)).filter(({ event }) => isWanted(event));
  const asked = askedIn(root);
  return {
    text: multistatus(
      entries.map((entry) => resourceOf(entry, reader, asked)),
      asked,
    ),
  };
}

/** In the order in which they are asked for; whatever is not there any more is said to be gone. */
async function multiget(root: Element, state: FeedState, reader: FeedReader): Promise<Report> {
  const paths = root.children.filter(({ name }) => name === dav("href")).map(({ text }) => text.trim());
  // An entry that is asked for several times is given once.
  const wanted = new Map(paths.map((path) => [eventIdAt(path) ?? path, path]));
  const ids = new Set(wanted.keys());
  const entries = await reader.entriesOf(state, ({ id }) => ids.has(id));
  const found = new Map(entries.map((entry) => [entry.place.id, entry]));
  const asked = askedIn(root);
  const resources = [...wanted].map(([id, path]): Resource => {
    const entry = found.get(id);
    return entry ? resourceOf(entry, reader, asked) : { path };
  });
  return { text: multistatus(resources, asked) };
}

/**
 * Everything for who has nothing, nothing for who has everything. What was in between is not kept: whoever comes with an older token begins anew, which
 * RFC 6578 (3.2) has a condition for.
 */
async function changes(root: Element, state: FeedState, reader: FeedReader): Promise<Report> {
  const [given, now] = [childOf(root, dav("sync-token"))?.text.trim() ?? "", syncToken(state, reader.form)];
  if (given !== "" && given !== now) return { refused: dav("valid-sync-token") };
  const asked = askedIn(root);
  const entries = given === "" ? await reader.entriesOf(state) : [];
  return {
    text: multistatus(
      entries.map((entry) => resourceOf(entry, reader, asked)),
      asked,
      xml(dav("sync-token"), now),
    ),
  };
}

function resourceOf(entry: PlacedEntry, { form }: FeedReader, asked: Asked): Resource {
  const text = Array.isArray(asked) && asked.includes(cal("calendar-data")) ? feedCalendar("Turnout", [entry]).toString() : undefined;
  return { path: entryPath(entry.place.id), properties: entryProperties(entry.place, form, text) };
}
