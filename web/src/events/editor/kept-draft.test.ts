import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { blockedStorage, fakeStorage } from "../../testing/fake-storage.test-support.ts";
import { emptyFields } from "./fields.ts";
import { draftsOnlyHere, forgetDraft, keepDraft, type KeptDraft, keptDraft } from "./kept-draft.ts";

let storage: Record<string, string>;
beforeEach(() => void (storage = fakeStorage()));
afterEach(() => vi.unstubAllGlobals());

const draft = (created: boolean): KeptDraft => ({
  created,
  status: created ? "draft" : null,
  server: emptyFields("Europe/Lisbon", "waves"),
  edits: {},
  flying: null,
  at: 0,
});

test("a form is kept as it is until it is forgotten", () => {
  expect(keepDraft("a", draft(true))).toBe(true);
  expect(keptDraft("a")).toEqual(draft(true));
  expect(keptDraft("b")).toBeNull();
  forgetDraft("a");
  expect(keptDraft("a")).toBeNull();
});

test("only here are the events that the server does not know, among whatever else is kept", () => {
  keepDraft("made", draft(true));
  keepDraft("here", draft(false));
  storage["draft:broken"] = "{";
  storage["theme"] = "dark";
  storage["turnout.draft.chat"] = "Hello";
  expect(draftsOnlyHere()).toEqual([{ eventId: "here", draft: draft(false) }]);
});

test("a browser without room says so, and one that keeps nothing has no drafts", () => {
  vi.stubGlobal("localStorage", {
    setItem() {
      throw new DOMException("full", "QuotaExceededError");
    },
  });
  expect(keepDraft("a", draft(false))).toBe(false);
  blockedStorage();
  expect(keepDraft("a", draft(false))).toBe(false);
  expect(keptDraft("a")).toBeNull();
  expect(draftsOnlyHere()).toEqual([]);
  expect(() => forgetDraft("a")).not.toThrow();
});
