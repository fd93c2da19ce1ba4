import { expect, test } from "vitest";
import { QuietHours } from "./quiet-hours.ts";

const night = { begins: "22:00", ends: "07:00", zone: "Europe/Berlin" };

test.each([
  ["over night", night, true],
  ["within a day", { ...night, begins: "09:00", ends: "15:00" }, true],
  ["a zone's old name", { ...night, zone: "Asia/Calcutta" }, true],
  ["a zone that nobody knows", { ...night, zone: "Mars/Olympus" }, false],
  ["all day", { ...night, ends: "22:00" }, false],
  ["an hour that no clock shows", { ...night, begins: "24:00" }, false],
])("quiet hours: %s", (_what, hours, isTaken) => expect(QuietHours.safeParse(hours).success).toBe(isTaken));
