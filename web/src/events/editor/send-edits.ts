import { api, replyOf } from "../../api/client.ts";
import { newId } from "../../live/new-id.ts";
import type { Reply } from "../../live/command-reply.ts";
import type { Batch } from "./kept-draft.ts";

/** Sends one batch of edits as one command. */
export function sendEdits(eventId: string) {
  return ({ creates, commandId, fields, override, quietly, note }: Batch): Promise<Reply> => {
    if (creates) return replyOf(api.POST("/api/events", { body: { commandId, eventId, fields } }));
    const body = { commandId, fields, ...(override && { override }), ...(quietly && { quietly }), ...(note && { note }) };
    return replyOf(api.PATCH("/api/events/{eventId}", { params: { path: { eventId } }, body }));
  };
}

/** Idempotent: publishing twice is publishing once. */
export async function publish(eventId: string): Promise<Reply> {
  const commandId = newId();
  try {
    return await replyOf(api.POST("/api/events/{eventId}/publication", { params: { path: { eventId } }, body: { commandId } }));
  } catch {
    return { type: "unreachable" };
  }
}
