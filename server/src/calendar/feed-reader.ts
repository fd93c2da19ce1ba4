import { createHash } from "node:crypto";
import { ZONE_DATA_VERSION } from "@turnout/contract/zone-data";
import type { Deps } from "../http/deps.ts";
import { createFeedStates, type FeedState } from "./feed-states.ts";
import { createFeedTokens } from "./feed-token.ts";
import { createFeedWriter, type FeedWriter } from "./feed-writer.ts";

/** Raised when feeds are written differently, so that calendars read them again. */
const FEED_FORM = 2;

/** What reading a feed takes, by whichever protocol. */
export interface FeedReader extends FeedWriter {
  /** Where the feed of a token stands: "unknown" for one that we have not made, "ended" for one that was renewed or revoked. */
  stateOf(token: string): Promise<FeedState | "unknown" | "ended">;
  /** Part of every tag: another one wherever the same state is written differently. */
  form: string;
}

export function openFeedReader(deps: Deps): FeedReader {
  const { publicUrl, calendarHost, secret } = deps;
  const keyIn = createFeedTokens(secret);
  const stateOf = createFeedStates(deps.db);
  const form = createHash("sha256")
    .update(JSON.stringify([FEED_FORM, ZONE_DATA_VERSION, publicUrl, calendarHost]))
    .digest("base64url")
    .slice(0, 8);
  return {
    ...createFeedWriter(deps),
    form,
    async stateOf(token) {
      const key = keyIn(token);
      if (!key) return "unknown";
      const state = await stateOf(key.id);
      return state?.is_open && state.version === key.version ? state : "ended";
    },
  };
}

/** Whether a client says that it has what the tag is of (RFC 9110, 13.1.2). */
export function isKnown(header: string | undefined, tag: string): boolean {
  const opaque = (one: string) => one.trim().replace(/^W\//, "");
  return header !== undefined && (header === tag || header.split(",").some((one) => ["*", opaque(tag)].includes(opaque(one))));
}
