import { EntryBody } from "@turnout/contract/log";
import { expect, test } from "vitest";
import { sampleOf } from "./shipped-entries.ts";

test.each(EntryBody.options.map((kind) => [kind.shape.type.value, kind] as const))(
  "a made sample of %s is one, with every field",
  (_, kind) => {
    const sample = sampleOf(kind.toJSONSchema() as never);
    expect(kind.parse(sample)).toEqual(sample);
    expect(Object.keys(sample as object).toSorted()).toEqual(Object.keys(kind.shape).toSorted());
  },
);
