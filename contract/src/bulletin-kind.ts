import { z } from "zod";

/** What hosts wrote to guests, or that they asked for answers again: then it has no words. */
export const BulletinKind = z.enum(["words", "nudge"]);
export type BulletinKind = z.infer<typeof BulletinKind>;
