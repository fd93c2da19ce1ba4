import { expect, test } from "vitest";
import { viewerClasses } from "./audience.ts";
import { bodyFor } from "./entry-kinds.ts";
import { EntryBody } from "./log.ts";
import shipped from "./shipped-entries.json" with { type: "json" };

const samples: Record<string, unknown[]> = shipped;

test("[L12] each kind has a sample of it as it was shipped, and no kind that was shipped is gone", () => {
  expect(EntryBody.options.map((option) => option.shape.type.value).toSorted()).toEqual(Object.keys(samples).toSorted());
});

test.each(Object.entries(samples))("[L12] entries of the kind %s that shipped versions wrote are still read, whole", (type, bodies) => {
  expect(bodies).not.toEqual([]);
  for (const body of bodies) {
    expect(body).toMatchObject({ type });
    expect(EntryBody.parse(body)).toEqual(body); // parsing leaves out unknown fields
  }
});

test("[L12] control: a sample without a field, or with one of another meaning, is not read", () => {
  for (const [type, [body]] of Object.entries(samples)) {
    for (const field of Object.keys(body as object)) {
      const { success } = EntryBody.safeParse({ ...(body as object), [field]: Symbol(type) });
      expect([type, field, success]).toEqual([type, field, false]);
    }
  }
});

test("[L15] a kind without rules is an error, not a leak", () => {
  const context = { guestListFor: "everyone", chat: "open", status: "published" } as const;
  for (const viewerClass of viewerClasses) {
    expect(() => bodyFor({ viewerClass, isSubject: false }, { type: "made.up" } as never, context)).toThrow("nobody knows");
  }
});
