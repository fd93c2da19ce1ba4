import { z } from "zod";
import { EventId } from "./ids.ts";

/** Most events that are named. */
export const MAX_CONFLICTS = 3;

/** Another event of one's own at the same time as this one. */
export const Conflict = z.object({ eventId: EventId, title: z.string(), hosting: z.boolean() });
export type Conflict = z.infer<typeof Conflict>;
