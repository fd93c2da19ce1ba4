import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { blockedStorage, fakeStorage } from "../testing/fake-storage.test-support.ts";
import { listOfNames } from "./list-of-names.ts";
import { placeBeside } from "./place-beside.ts";
import { distance } from "./relative-time.tsx";
import { chooseTheme, chosenTheme } from "./theme.ts";

afterEach(() => vi.unstubAllGlobals());

describe("how long ago", () => {
  const MINUTE = 60_000;
  test.each([
    [0, 0, "second"],
    [59_999, 0, "second"],
    [MINUTE, 1, "minute"],
    [-119_999, -1, "minute"],
    [-60 * MINUTE, -1, "hour"],
    [23.9 * 60 * MINUTE, 23, "hour"],
    [-24 * 60 * MINUTE, -1, "day"],
    [6.99 * 1440 * MINUTE, 6, "day"],
    [7 * 1440 * MINUTE, 1, "week"],
    [-30 * 1440 * MINUTE, -1, "month"],
    [365 * 1440 * MINUTE, 1, "year"],
    [-730 * 1440 * MINUTE, -2, "year"],
    [729 * 1440 * MINUTE, 1, "year"],
    [Date.UTC(9998, 5, 1) - Date.UTC(2026, 5, 1), 7_972, "year"],
  ])("%d ms is %d %s, never more than has passed", (ms, value, unit) => {
    const [counted, by] = distance(ms);
    expect([counted + 0, by]).toEqual([value, unit]);
  });
});

describe("a list of names", () => {
  test.each([
    [["Ada"], "en", "Ada"],
    [["Ada", "Lin"], "en", "Ada and Lin"],
    [["Ada", "Grace", "Lin"], "de", "Ada, Grace und Lin"],
    [["דנה", "Lin"], "en", "\u2068דנה\u2069 and Lin"],
    [[], "en", ""],
  ])("%j in %s is “%s”", (names, locale, text) => expect(listOfNames(names, locale)).toBe(text));
});

describe("a menu", () => {
  const at = (left: number, top: number) => ({ left, top, right: left + 40, bottom: top + 40, width: 40, height: 40 });
  function placed(button: ReturnType<typeof at>, [offsetWidth, offsetHeight]: [number, number], [innerWidth, innerHeight] = [390, 800]) {
    vi.stubGlobal("innerWidth", innerWidth);
    vi.stubGlobal("innerHeight", innerHeight);
    const popover = { offsetWidth, offsetHeight, style: {} as { left: string; top: string } };
    placeBeside(popover as unknown as HTMLElement, { getBoundingClientRect: () => button } as unknown as HTMLElement);
    return [Number.parseFloat(popover.style.left), Number.parseFloat(popover.style.top)];
  }

  test("opens under its button, from the same edge", () => expect(placed(at(20, 100), [200, 300])).toEqual([20, 144]));
  test("opens to the left where the right has no room", () => expect(placed(at(340, 100), [200, 300])).toEqual([180, 144]));
  test("opens above where there is no room below", () => expect(placed(at(20, 700), [200, 300])).toEqual([20, 396]));
  test("opens below where neither has room: the page can be scrolled down", () =>
    expect(placed(at(20, 200), [200, 700])).toEqual([20, 244]));
  test("never leaves the screen, however wide it is", () => {
    const [left, top] = placed(at(340, 100), [385, 60]);
    expect(left).toBe(8);
    expect(top).toBe(144);
  });
});

describe("light and dark", () => {
  let storage: Record<string, string>;
  beforeEach(() => {
    storage = fakeStorage();
    vi.stubGlobal("document", { documentElement: { dataset: {} } });
  });

  test("a choice is shown and kept; the system's is the absence of one", () => {
    expect(chosenTheme()).toBe("system");
    chooseTheme("dark");
    expect([chosenTheme(), storage["theme"]]).toEqual(["dark", "dark"]);
    chooseTheme("system");
    expect([chosenTheme(), document.documentElement.dataset, storage["theme"]]).toEqual(["system", {}, "system"]);
  });

  test("a choice holds for the visit where nothing is kept", () => {
    blockedStorage();
    expect(chooseTheme("light")).toBe("light");
    expect(chosenTheme()).toBe("light");
  });

  test("what a theme of a later version has left is the system's", () => {
    document.documentElement.dataset["theme"] = "sepia";
    expect(chosenTheme()).toBe("system");
  });
});
