import { expect, test } from "vitest";
import { posingAmong } from "./use-posing.ts";
import type { ShownMessage } from "./with-pending.ts";

const by = (messageId: string, name: string, role: "host" | "guest") =>
  ({ messageId, author: { personId: messageId, name, role } }) as ShownMessage;

test("a guest whose name can be read as a host's is marked, the host and other guests are not", () => {
  const messages = [by("1", "Ada Lovelace", "host"), by("2", "Adа lovelace", "guest"), by("3", "Grace", "guest")];
  expect([...posingAmong(messages, [{ name: "Ada Lovelace" }])]).toEqual(["2"]);
});
