import { expect, test } from "vitest";
import { posesAsHost, posingAmong } from "./posing.ts";
import type { ShownMessage } from "./with-pending.ts";

const by = (messageId: string, name: string, role: "host" | "guest") =>
  ({ messageId, author: { personId: messageId, name, role } }) as ShownMessage;

test("a guest whose name can be mistaken for a host's is marked, the host and other guests are not", () => {
  const messages = [by("1", "Ada Lovelace", "host"), by("2", "Adа lovelace", "guest"), by("3", "Grace", "guest")];
  expect([...posingAmong(messages, [{ name: "Ada Lovelace" }])]).toEqual(["2"]);
});

test("among people who are present or typing, a guest who can be mistaken for a host is marked", () => {
  const hosts = [{ userId: "ada", name: "Ada Lovelace" }];
  expect(posesAsHost({ personId: "eve", name: "ADA LOVELACE (Host)" }, hosts)).toBe(true);
  expect(posesAsHost({ personId: "ada", name: "Ada Lovelace" }, hosts)).toBe(false);
  expect(posesAsHost({ personId: "grace", name: "Grace" }, hosts)).toBe(false);
});
