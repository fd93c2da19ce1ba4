import { randomUUID } from "node:crypto";
import type { Viewer } from "@turnout/contract/audience";
import { changesAudience, endsAccess } from "@turnout/contract/entry-kinds";
import { EntryBody, type StoredEntry } from "@turnout/contract/log";
import { expect, test } from "vitest";
import { createRecentEntries } from "./recent-entries.ts";

const [userId, guestId] = [randomUUID(), randomUUID()];
const viewers: Viewer[] = [
  { class: "host", userId, guestId: null, name: "Ada" },
  { class: "guest", userId: null, guestId, name: "Grace" },
  { class: "guest", userId: null, guestId: randomUUID(), name: "Lin", linkMadeBy: userId },
  { class: "public", userId: null, guestId: null, name: null },
];

test("[L10] every kind that ends access or changes an audience is found on the way to the head", () => {
  const turned = new Set<string>();
  for (const option of EntryBody.options) {
    const type = option.shape.type.value;
    const body = { type, userId, guestId, audienceChanged: true } as unknown as EntryBody;
    const recent = createRecentEntries(randomUUID(), 0);
    recent.append([{ seq: 1, body } as StoredEntry], 1);
    for (const viewer of viewers) {
      const turns = endsAccess(viewer, body) || changesAudience(viewer, body);
      expect([type, viewer.class, recent.accessChange(viewer, 0) !== undefined]).toEqual([type, viewer.class, turns]);
      if (turns) turned.add(type);
    }
  }
  expect(turned.size).toBeGreaterThan(4);
});
