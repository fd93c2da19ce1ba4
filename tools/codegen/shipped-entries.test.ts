import { EntryBody } from "@turnout/contract/log";
import { expect, test } from "vitest";
import { sampleOf, withAllFields } from "./shipped-entries.ts";

test.each(EntryBody.options.map((kind) => [kind.shape.type.value, kind] as const))(
  "a made sample of %s is one, with every field",
  (_, kind) => {
    const sample = sampleOf(kind.toJSONSchema() as never);
    expect(kind.parse(sample)).toEqual(sample);
    expect(Object.keys(sample as object).toSorted()).toEqual(Object.keys(kind.shape).toSorted());
  },
);

test("a kind that has grown gets one sample more, with the new field, and one that has not gets none", () => {
  const before = { type: "chat.posted", message: { text: "Hello", replyTo: null } };
  const inside = { type: "chat.posted", message: { text: "Hello", replyTo: { name: "Grace" } } };
  expect(withAllFields([before], inside)).toEqual([before, inside]);
  expect(withAllFields([before, inside], inside)).toEqual([before, inside]);
  expect(withAllFields([inside], before)).toEqual([inside]);
  expect(withAllFields([], {})).toEqual([{}]);
});
