import { afterEach, expect, test, vi } from "vitest";
import { newOption, newQuestion } from "./draft-question.ts";

afterEach(() => void vi.unstubAllGlobals());

test("new questions and options have ids, also where browsers withhold randomUUID", () => {
  vi.stubGlobal("crypto", { getRandomValues: (bytes: Uint8Array) => bytes.fill(171) });
  expect([newQuestion().id, newOption().id]).toEqual(["abababab", "abababab"]);
});
