import type { ShownMessage } from "./with-pending.ts";

/** What is being written: a new message, perhaps an answer to one, or an earlier one anew. */
export type Writing = { kind: "new"; replyTo: ShownMessage | null } | { kind: "edit"; message: ShownMessage };
