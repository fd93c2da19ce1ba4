import { z } from "zod";
import { isTimeZone } from "./time-zones.ts";

const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/);

/** When an account's devices are left alone each day, by the clock of a zone (IANA): `22:00` to `07:00` is over night. */
export const QuietHours = z
  .strictObject({ begins: TimeOfDay, ends: TimeOfDay, zone: z.string().min(1).max(64).refine(isTimeZone, "not a time zone") })
  .refine(({ begins, ends }) => begins !== ends, "a day without an hour for notifications");
export type QuietHours = z.infer<typeof QuietHours>;

/** Null: none. */
export const QuietHoursSetting = z.strictObject({ quietHours: QuietHours.nullable() });
