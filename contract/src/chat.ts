import { z } from "zod";
import { CommandId, MessageId } from "./ids.ts";
import { Words } from "./text.ts";

export const MAX_MESSAGE = 2_000;
export const MAX_QUOTE = 140;
/** Messages an event page carries; older ones are a paged resource. */
export const MESSAGES_KEPT = 50;

export const ChatAuthor = z.object({ personId: z.uuid(), name: z.string(), role: z.enum(["host", "guest"]) });
export type ChatAuthor = z.infer<typeof ChatAuthor>;

/** The quoted part of the message replied to; empty when that message is gone. */
export const Quote = z.object({ messageId: MessageId, name: z.string(), excerpt: z.string() });

/** What a reply quotes of a message: one line, cut to `MAX_QUOTE` characters with an ellipsis. */
export function excerptOf(text: string): string {
  const characters = [...text.replaceAll(/\s+/g, " ")];
  return characters.length <= MAX_QUOTE ? characters.join("") : `${characters.slice(0, MAX_QUOTE - 1).join("")}…`;
}

export const Message = z.object({
  /** The id of the command that posted it, made by the author's client: sending again never doubles it. */
  messageId: MessageId,
  seq: z.int(),
  author: ChatAuthor,
  text: z.string(),
  at: z.iso.datetime(),
  replyTo: Quote.nullable(),
  editedAt: z.iso.datetime().nullable(),
  deletedBy: z.enum(["author", "host"]).nullable(),
});
export type Message = z.infer<typeof Message>;

/** The message that a host pinned, as everybody who reads the conversation sees it above the others. */
export const PinnedMessage = Message.pick({ messageId: true, author: true, text: true });
export type PinnedMessage = z.infer<typeof PinnedMessage>;

const Text = Words.min(1).max(MAX_MESSAGE);
export const PostMessage = z.strictObject({ commandId: CommandId, text: Text, replyTo: MessageId.nullable() });
export const EditMessage = z.strictObject({ commandId: CommandId, text: Text });
/** Of commands that say nothing but which message they are about, which the address names. */
export const AboutMessage = z.strictObject({ commandId: CommandId });

/** A page of older messages, oldest first, ending before `before`. */
export const MessagePage = z.object({ messages: z.array(Message), hasOlder: z.boolean(), seq: z.int() });
