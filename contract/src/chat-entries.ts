import { z } from "zod";
import { seesChat } from "./audience.ts";
import { excerptOf, MESSAGES_KEPT } from "./chat.ts";
import type { ChangesFor, EntryReader, RulesFor } from "./entry-rules.ts";
import type { EntryContext } from "./events.ts";
import { MessageId } from "./ids.ts";

export const ChatAuthor = z.object({ personId: z.uuid(), name: z.string(), role: z.enum(["host", "guest"]) });
export type ChatAuthor = z.infer<typeof ChatAuthor>;

/** The quoted part of the message replied to; empty when that message is gone. */
export const Quote = z.object({ messageId: MessageId, name: z.string(), excerpt: z.string() });

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

/** A page of older messages, oldest first, ending before `before`. */
export const MessagePage = z.object({ messages: z.array(Message), hasOlder: z.boolean(), seq: z.int() });

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

/** Takes the place of the message pinned before. */
export const ChatPinned = z.object({ type: z.literal("chat.pinned"), ...PinnedMessage.shape });
/** Not for a pinned message that is deleted: `chat.deleted` unpins it. */
export const ChatUnpinned = z.object({ type: z.literal("chat.unpinned"), messageId: MessageId });

export const chatEntries = [ChatPosted, ChatEdited, ChatDeleted, ChatPinned, ChatUnpinned] as const;

/** The conversation's part of a snapshot. */
export const Conversation = z.object({
  messages: z.array(Message),
  hasOlderMessages: z.boolean(),
  pinned: PinnedMessage.nullable(),
});
export type Conversation = z.infer<typeof Conversation>;

/** Clients change the messages that they loaded before the snapshot's window by these, too. */
export const chatChanges: ChangesFor<typeof chatEntries, Conversation> = {
  "chat.posted": withMessage,
  "chat.edited": ({ messages, pinned }, edit) => ({
    messages: editMessages(messages, edit),
    pinned: pinned?.messageId === edit.messageId ? { ...pinned, text: edit.text } : pinned,
  }),
  "chat.deleted": ({ messages, pinned }, gone) => ({ messages: deleteMessage(messages, gone), pinned: without(pinned, gone) }),
  "chat.pinned": (_, { messageId, author, text }) => ({ pinned: { messageId, author, text } }),
  "chat.unpinned": ({ pinned }, gone) => ({ pinned: without(pinned, gone) }),
};

function withMessage({ messages, hasOlderMessages }: Conversation, { message }: { message: Message }) {
  const all = [...messages, message];
  const trimmed = all.length > MESSAGES_KEPT;
  return { messages: trimmed ? all.slice(-MESSAGES_KEPT) : all, hasOlderMessages: hasOlderMessages || trimmed };
}

const without = (pinned: PinnedMessage | null, { messageId }: { messageId: string }) => (pinned?.messageId === messageId ? null : pinned);

/** The same messages with one edited, quotes of it included. */
function editMessages(messages: Message[], edit: { messageId: string; text: string; editedAt: string }): Message[] {
  return messages.map((message) => {
    if (message.messageId === edit.messageId) return { ...message, text: edit.text, editedAt: edit.editedAt };
    if (message.replyTo?.messageId !== edit.messageId) return message;
    return { ...message, replyTo: { ...message.replyTo, excerpt: excerptOf(edit.text) } };
  });
}

/** The same messages with one deleted: its place stays, its text goes, in quotes of it too. */
function deleteMessage(messages: Message[], gone: { messageId: string; deletedBy: "author" | "host" }): Message[] {
  return messages.map((message) => {
    if (message.messageId === gone.messageId) return { ...message, text: "", replyTo: null, deletedBy: gone.deletedBy };
    if (message.replyTo?.messageId === gone.messageId) return { ...message, replyTo: { ...message.replyTo, excerpt: "" } };
    return message;
  });
}

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
  "chat.posted": { ...conversation, rewords: null, holds: "message" },
  "chat.edited": { ...conversation, rewords: ({ messageId, text }) => ({ messageId, text, isDeleted: false }), holds: "text" },
  "chat.deleted": { ...conversation, rewords: ({ messageId }) => ({ messageId, text: "", isDeleted: true }), holds: null },
  "chat.pinned": { ...conversation, rewords: null, holds: "text" },
  "chat.unpinned": { ...conversation, rewords: null, holds: null },
} satisfies RulesFor<typeof chatEntries>;
