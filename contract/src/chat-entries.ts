import { z } from "zod";
import { seesChat } from "./audience.ts";
import { MESSAGES_KEPT } from "./chat.ts";
import { excerptOf } from "./message-words.ts";
import type { ChangesFor, EntryReader, Rewording, RulesFor } from "./entry-rules.ts";
import type { EntryContext } from "./events.ts";
import { MessageId } from "./ids.ts";
import { Mention } from "./mentions.ts";

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
  /** Whom the text names, in its order; left out: nobody. */
  mentions: z.array(Mention).optional(),
  at: z.iso.datetime(),
  replyTo: Quote.nullable(),
  editedAt: z.iso.datetime().nullable(),
  deletedBy: z.enum(["author", "host"]).nullable(),
});
export type Message = z.infer<typeof Message>;

/** The message that a host pinned, as everybody who reads the conversation sees it above the others. */
export const PinnedMessage = Message.pick({ messageId: true, author: true, text: true, mentions: true });
export type PinnedMessage = z.infer<typeof PinnedMessage>;

/** A page of older messages, oldest first, ending before `before`. */
export const MessagePage = z.object({ messages: z.array(Message), hasOlder: z.boolean(), seq: z.int() });

export const ChatPosted = z.object({ type: z.literal("chat.posted"), message: Message });
export const ChatEdited = z.object({
  type: z.literal("chat.edited"),
  messageId: MessageId,
  text: z.string(),
  mentions: z.array(Mention).optional(),
  /** Whom the text did not name before; left out: nobody. */
  mentioned: z.array(z.uuid()).optional(),
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

/** Somebody whom the message names was erased: its text says it without their name (L14). Nobody has edited it. */
export const ChatMentionErased = z.object({
  type: z.literal("chat.mentionErased"),
  messageId: MessageId,
  text: z.string(),
  mentions: z.array(Mention).optional(),
});

export const chatEntries = [ChatPosted, ChatEdited, ChatDeleted, ChatPinned, ChatUnpinned, ChatMentionErased] as const;

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
  "chat.edited": (conversation, { messageId, text, mentions, editedAt }) =>
    reword(conversation, messageId, { text, ...(mentions && { mentions }) }, editedAt),
  "chat.deleted": ({ messages, pinned }, gone) => ({ messages: deleteMessage(messages, gone), pinned: without(pinned, gone) }),
  "chat.pinned": (_, { type: _type, ...pinned }) => ({ pinned }),
  "chat.unpinned": ({ pinned }, gone) => ({ pinned: without(pinned, gone) }),
  "chat.mentionErased": (conversation, { messageId, text, mentions }) =>
    reword(conversation, messageId, { text, ...(mentions && { mentions }) }),
};

function withMessage({ messages, hasOlderMessages }: Conversation, { message }: { message: Message }) {
  const all = [...messages, message];
  const trimmed = all.length > MESSAGES_KEPT;
  return { messages: trimmed ? all.slice(-MESSAGES_KEPT) : all, hasOlderMessages: hasOlderMessages || trimmed };
}

const without = (pinned: PinnedMessage | null, { messageId }: { messageId: string }) => (pinned?.messageId === messageId ? null : pinned);

/** What a message says, and whom it names. */
type Said = Pick<Message, "text" | "mentions">;

/** The same conversation with the text of one message replaced, quotes of it included. */
function reword({ messages, pinned }: Conversation, messageId: string, said: Said, editedAt?: string) {
  const reworded = messages.map((message) => {
    if (message.messageId === messageId) return { ...saying(message, said), editedAt: editedAt ?? message.editedAt };
    if (message.replyTo?.messageId !== messageId) return message;
    return { ...message, replyTo: { ...message.replyTo, excerpt: excerptOf(said.text) } };
  });
  return { messages: reworded, pinned: pinned?.messageId === messageId ? saying(pinned, said) : pinned };
}

/** The same, with another text that names others. */
function saying<One extends Said>(before: One, said: Said): One {
  const { mentions: _, ...rest } = before;
  return { ...rest, ...said } as One;
}

/** The same messages with one deleted: its place stays, its text goes, in quotes of it too. */
function deleteMessage(messages: Message[], gone: { messageId: string; deletedBy: "author" | "host" }): Message[] {
  return messages.map((message) => {
    if (message.messageId === gone.messageId) return { ...saying(message, { text: "" }), replyTo: null, deletedBy: gone.deletedBy };
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
  "chat.edited": { ...conversation, rewords: rewordedTo, holds: "text" },
  "chat.deleted": { ...conversation, rewords: ({ messageId }) => ({ messageId, text: "", mentions: [], isDeleted: true }), holds: null },
  "chat.pinned": { ...conversation, rewords: null, holds: "text" },
  "chat.unpinned": { ...conversation, rewords: null, holds: null },
  "chat.mentionErased": { ...conversation, rewords: rewordedTo, holds: "text" },
} satisfies RulesFor<typeof chatEntries>;

function rewordedTo({ messageId, text, mentions = [] }: { messageId: string; text: string; mentions?: Mention[] | undefined }): Rewording {
  return { messageId, text, mentions, isDeleted: false };
}
