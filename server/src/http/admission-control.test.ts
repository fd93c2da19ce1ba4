import { expect, test } from "vitest";
import { TooManyAtOnce, createAdmissionControl } from "./admission-control.ts";

test("a limited number is admitted at once; one more is refused, and admitted once there is room", async () => {
  let refused = 0;
  const admit = createAdmissionControl(2, () => (refused += 1));
  const slow = [Promise.withResolvers<string>(), Promise.withResolvers<string>()];
  const inside = slow.map(({ promise }) => admit(() => promise));
  await expect(admit(async () => "too many")).rejects.toThrow(TooManyAtOnce);
  expect(refused).toBe(1);
  slow[0]!.resolve("first");
  expect(await inside[0]).toBe("first");
  expect(await admit(async () => "there is room")).toBe("there is room");
  slow[1]!.reject(new Error("nobody knows"));
  await expect(inside[1]).rejects.toThrow("nobody knows");
  expect(await Promise.all([admit(async () => 1), admit(async () => 2)])).toEqual([1, 2]);
});
