import { randomUUID } from "node:crypto";

let said = 0;

/** What a chat of few features would send: about as long as the words in it. */
export function plainMessage(text = "x".repeat(100)): string {
  return JSON.stringify({ type: "chat", seq: ++said, id: randomUUID(), author: "Grace", at: Date.now(), text });
}
