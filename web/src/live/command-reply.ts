/** The reply to a command: committed at a position, refused for a reason, or unanswered (with the time to retry after, if the server named one). */
export type Reply =
  | { type: "committed"; seq: number; result?: unknown }
  | { type: "refused"; code: string; facts?: Record<string, string | number> | undefined }
  | { type: "unreachable"; retryAfterMs?: number | undefined };
