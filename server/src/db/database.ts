/** The tables, as queries see them. */
export type { DB as Database } from "./schema.ts";
