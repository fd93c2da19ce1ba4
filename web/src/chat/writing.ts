import type { ShownMessage } from "./with-pending.ts";

/** What the composer writes: a new message, a reply, or an edit. */
export type Writing = { kind: "new"; replyTo: ShownMessage | null } | { kind: "edit"; message: ShownMessage };
