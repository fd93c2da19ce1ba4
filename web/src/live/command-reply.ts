/** The reply to a command: accepted at a position, refused for a reason, or nobody answered (and when to ask again, if they said so). */
export type Reply =
  | { type: "committed"; seq: number; result?: unknown }
  | { type: "refused"; code: string; facts?: Record<string, string | number> | undefined }
  | { type: "unreachable"; retryAfterMs?: number | undefined };
