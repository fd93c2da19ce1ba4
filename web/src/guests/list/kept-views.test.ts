import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { fakeStorage } from "../../testing/fake-storage.test-support.ts";
import { forgetView, isSameView, keepView, keptViews, MAX_VIEW_NAME, MAX_VIEWS, type KeptView } from "./kept-views.ts";

beforeEach(() => void fakeStorage());
afterEach(() => vi.unstubAllGlobals());

const view = (name: string, more: Partial<KeptView> = {}): KeptView => ({
  name,
  search: "",
  chosen: "going",
  tag: null,
  order: "name",
  ...more,
});

test("views are kept of each event by their names, the newest of a name in the place of the older", () => {
  keepView("one", view("VIPs", { tag: "VIP" }));
  keepView("one", view("Missing", { chosen: "neverReached" }));
  keepView("one", view("VIPs", { tag: "Press" }));
  keepView("two", view("Others"));
  expect(keptViews("one").map(({ name, tag }) => [name, tag])).toEqual([
    ["Missing", null],
    ["VIPs", "Press"],
  ]);
  expect(forgetView("one", "Missing").map(({ name }) => name)).toEqual(["VIPs"]);
  expect(keptViews("two")).toHaveLength(1);
});

test("at most MAX_VIEWS are kept, with names of at most MAX_VIEW_NAME characters", () => {
  for (let at = 0; at <= MAX_VIEWS; at++) keepView("one", view(`View ${at}`));
  expect(keptViews("one")).toHaveLength(MAX_VIEWS);
  expect(keepView("two", view("x".repeat(MAX_VIEW_NAME)))).toHaveLength(1);
  expect(keepView("two", view("y".repeat(MAX_VIEW_NAME + 1)))).toHaveLength(1);
});

test("what another version or somebody else left there is no view", () => {
  localStorage.setItem("turnout.views.one", '[{"name":1},"x",null]');
  expect(keptViews("one")).toEqual([]);
  localStorage.setItem("turnout.views.one", "{");
  expect(keptViews("one")).toEqual([]);
});

test("two views are the same by what they look for, whatever their names", () => {
  expect(isSameView(view("a"), view("b"))).toBe(true);
  expect(isSameView(view("a"), view("a", { search: "x" }))).toBe(false);
});
