import { expect, test } from "vitest";
import { z } from "zod";
import { canChangeAccess, changesAudience, endsAccess, subjectOf, changesAccess } from "./entry-kinds.ts";
import { forHosts, type RulesFor } from "./entry-rules.ts";
import type { Viewer } from "./audience.ts";

const schemas = [z.object({ type: z.literal("dish.promised"), dish: z.string() })] as const;
type Rules = RulesFor<typeof schemas>;

const said = {
  seenBy: forHosts,
  about: () => null,
  hasOwnView: false,
  endsAccess: null,
  changesAudience: null,
  closesThePast: false,
  rewords: null,
  holds: null,
  mails: null,
} as const;

test("a kind with all rules compiles; one that leaves a rule out, or has none, does not", () => {
  const whole: Rules = { "dish.promised": said };
  const { seenBy, ...withoutReaders } = said;
  const { endsAccess: ends, ...withoutAccess } = said;
  const { holds, ...withoutText } = said;
  const unsaid: Rules[] = [
    // @ts-expect-error who sees it
    { "dish.promised": withoutReaders },
    // @ts-expect-error whose access it ends
    { "dish.promised": withoutAccess },
    // @ts-expect-error which words it holds
    { "dish.promised": withoutText },
    // @ts-expect-error anything at all
    {},
  ];
  expect([whole, ...unsaid]).toHaveLength(5);
  expect([seenBy, ends, holds]).toEqual([forHosts, null, null]);
});

const aNote = [z.object({ type: z.literal("note.pinned"), messageId: z.uuid(), text: z.string() })] as const;

test("[L14] a kind with the text of a message does not compile as one that holds none", () => {
  const erased: RulesFor<typeof aNote> = { "note.pinned": { ...said, holds: "text" } };
  // @ts-expect-error it has a `text` beside the `messageId`
  const kept: RulesFor<typeof aNote> = { "note.pinned": said };
  expect([erased["note.pinned"].holds, kept["note.pinned"].holds]).toEqual(["text", null]);
});

test("[L12] a kind of a later version makes everybody load a fresh snapshot, and takes nobody's access", () => {
  const viewer: Viewer = { class: "host", userId: null, guestId: null, name: null };
  for (const type of ["made.up", "constructor"]) {
    const body = { type } as never;
    expect([canChangeAccess(body), changesAccess(viewer, body), changesAudience(viewer, body)]).toEqual([true, true, true]);
    expect([endsAccess(viewer, body), subjectOf(body)]).toEqual([false, null]);
  }
});
