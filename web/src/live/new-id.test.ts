import { afterEach, expect, test, vi } from "vitest";
import { CommandId } from "@turnout/contract/ids";
import { newId } from "./new-id.ts";

afterEach(() => vi.unstubAllGlobals());

const kinds: [string, () => void][] = [
  ["on a secure address", () => {}],
  ["on a plain one, where browsers withhold `randomUUID`", () => withoutRandomUuid()],
];

function withoutRandomUuid() {
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
}

test.each(kinds)("ids %s are those of a command, of version 4, and all different", (_where, arrange) => {
  arrange();
  const ids = Array.from({ length: 500 }, newId);
  for (const id of ids) {
    expect(CommandId.safeParse(id).success, id).toBe(true);
    expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
  expect(new Set(ids).size).toBe(ids.length);
});
