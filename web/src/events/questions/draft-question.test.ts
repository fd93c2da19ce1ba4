import { afterEach, expect, test, vi } from "vitest";
import { finished, newOption, newQuestion } from "./draft-question.ts";

afterEach(() => void vi.unstubAllGlobals());

test("new questions and options have ids, also where browsers withhold randomUUID", () => {
  vi.stubGlobal("crypto", { getRandomValues: (bytes: Uint8Array) => bytes.fill(171) });
  expect([newQuestion().id, newOption().id]).toEqual(["abababab", "abababab"]);
});

const option = (id: string, text: string) => ({ id: id.padStart(8, "0"), text });
const meal = (...options: { id: string; text: string; archived?: true }[]) =>
  newQuestion("Meal?", { id: "0000000a", kind: "oneOf", options });
const archived = <Part extends object>(part: Part) => ({ ...part, archived: true as const });
const [fish, vegan] = [option("1", "Fish"), option("2", "Vegan")];

test("an option that was taken out, now or before, and is added again in the same words is the same option", () => {
  const again = option("9", " Fish ");
  for (const before of [meal(fish, vegan), meal(vegan, archived(fish))])
    expect(finished(meal(vegan, again), before).options).toEqual([vegan, fish]);
});

test("an option that is written twice is offered once, and of two that guests may have chosen none is lost", () => {
  expect(finished(meal(fish, option("8", "Fish"), option("9", "Soup"), option("a", "Soup")), meal(fish)).options).toEqual([
    fish,
    option("9", "Soup"),
  ]);
  const renamed = { ...vegan, text: "Fish" };
  expect(finished(meal(fish, renamed), meal(fish, vegan)).options).toEqual([fish, renamed]);
});

test("options that are empty are left out, and what was taken out or emptied is kept for the answers that chose it", () => {
  expect(finished(meal(fish, { ...vegan, text: " " }, option("9", "")), meal(fish, vegan)).options).toEqual([fish, archived(vegan)]);
  expect(finished(meal(vegan), meal(fish, vegan)).options).toEqual([vegan, archived(fish)]);
});
