import { z } from "zod";
import { seesChat } from "./audience.ts";
import { excerptOf, Message } from "./chat.ts";
import type { EntryReader, RulesFor } from "./entry-rules.ts";
import type { EntryContext } from "./events.ts";
import { MessageId } from "./ids.ts";

export const ChatPosted = z.object({ type: z.literal("chat.posted"), message: Message });
export const ChatEdited = z.object({
  type: z.literal("chat.edited"),
  messageId: MessageId,
  text: z.string(),
  editedAt: z.iso.datetime(),
});
export const ChatDeleted = z.object({
  type: z.literal("chat.deleted"),
  messageId: MessageId,
  deletedBy: z.enum(["author", "host"]),
});

export const chatEntries = [ChatPosted, ChatEdited, ChatDeleted] as const;

/** The conversation is for those who may read it, and for no guest in particular. */
const conversation = {
  seenBy: <Body>({ viewerClass }: EntryReader, body: Body, context: EntryContext) => (seesChat(viewerClass, context) ? body : null),
  about: () => null,
  hasOwnView: false,
  endsAccess: null,
  changesAudience: null,
  closesThePast: false,
  mails: null,
} as const;

export const chatEntryRules = {
  "chat.posted": {
    ...conversation,
    rewords: null,
    quotes(body, reworded) {
      const { message } = body;
      const now = reworded.get(message.messageId);
      const quoted = message.replyTo && reworded.get(message.replyTo.messageId);
      if (!now && !quoted) return body;
      const replyTo = quoted ? { ...message.replyTo!, excerpt: excerptOf(quoted.text) } : message.replyTo;
      return { ...body, message: { ...message, text: now ? now.text : message.text, replyTo: now?.isDeleted ? null : replyTo } };
    },
  },
  "chat.edited": {
    ...conversation,
    rewords: ({ messageId, text }) => ({ messageId, text, isDeleted: false }),
    quotes(body, reworded) {
      const now = reworded.get(body.messageId);
      return now && now.text !== body.text ? { ...body, text: now.text } : body;
    },
  },
  "chat.deleted": {
    ...conversation,
    rewords: ({ messageId }) => ({ messageId, text: "", isDeleted: true }),
    quotes: null,
  },
} satisfies RulesFor<typeof chatEntries>;
