import { z } from "zod";

/** Asks for the address of a feed. With `renew` it gets a new one, and the one before ends at once. */
export const OpenCalendarFeed = z.strictObject({ renew: z.boolean() });

/** A feed that calendars subscribe to. Who has the address can read it. */
export const CalendarFeed = z.object({ url: z.url() });
export type CalendarFeed = z.infer<typeof CalendarFeed>;
