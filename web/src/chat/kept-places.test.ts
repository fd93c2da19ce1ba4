import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { blockedStorage, fakeStorage } from "../testing/fake-storage.test-support.ts";
import { keepDraft, keptDraft } from "./kept-draft.ts";
import { lastSeen, rememberSeen } from "./last-seen.ts";

beforeEach(() => {
  fakeStorage("localStorage");
  fakeStorage("sessionStorage");
});
afterEach(() => vi.unstubAllGlobals());

describe("an unsent message", () => {
  test("is kept for each event, and gone once it is empty", () => {
    keepDraft("a", "Hello");
    keepDraft("b", "Bye");
    expect([keptDraft("a"), keptDraft("b"), keptDraft("c")]).toEqual(["Hello", "Bye", ""]);
    keepDraft("a", "");
    expect(keptDraft("a")).toBe("");
    expect(Object.keys(sessionStorage)).toEqual(["turnout.draft.b"]);
  });

  test("lasts as long as the page where the browser keeps nothing", () => {
    blockedStorage("sessionStorage");
    keepDraft("a", "Hello");
    expect(keptDraft("a")).toBe("Hello");
  });

  test("lasts as long as the page where the storage can be read and has no room", () => {
    keepDraft("a", "Hel");
    vi.spyOn(sessionStorage, "setItem").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    keepDraft("a", "Hello");
    expect(keptDraft("a")).toBe("Hello");
    keepDraft("a", "");
    expect(keptDraft("a")).toBe("");
  });
});

describe("the newest message that was seen", () => {
  test("is unknown on the first visit, also to a browser that keeps nonsense or nothing", () => {
    expect(lastSeen("a")).toBeNull();
    localStorage.setItem("turnout.seen.a", "soon");
    expect(lastSeen("a")).toBeNull();
    blockedStorage();
    expect(lastSeen("a")).toBeNull();
    expect(() => rememberSeen("a", 5)).not.toThrow();
  });

  test("only moves forward: of two tabs, the one further on counts", () => {
    rememberSeen("a", 0);
    expect(lastSeen("a")).toBe(0);
    rememberSeen("a", 12);
    rememberSeen("a", 7);
    expect(lastSeen("a")).toBe(12);
    expect(lastSeen("b")).toBeNull();
  });
});
