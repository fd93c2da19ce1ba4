import { expect, test } from "vitest";
import { DoorIsFull, openDoor } from "./admission.ts";

test("so many wait at the door; whoever comes beyond them is refused at once, and let in once there is room", async () => {
  let refused = 0;
  const letIn = openDoor(2, () => (refused += 1));
  const slow = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const inside = slow.map(({ promise }) => letIn(() => promise));
  await expect(letIn(async () => "too many")).rejects.toThrow(DoorIsFull);
  expect(refused).toBe(1);
  slow[0]!.resolve("first");
  expect(await inside[0]).toBe("first");
  expect(await letIn(async () => "there is room")).toBe("there is room");
  slow[1]!.reject(new Error("nobody knows"));
  await expect(inside[1]).rejects.toThrow("nobody knows");
  expect(await Promise.all([letIn(async () => 1), letIn(async () => 2)])).toEqual([1, 2]);
});
