import { z } from "zod";

/** The languages Turnout speaks, in its pages and its emails. */
export const Locale = z.enum(["en", "de"]);
export type Locale = z.infer<typeof Locale>;
