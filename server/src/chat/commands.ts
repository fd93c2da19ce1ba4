import { isDeepStrictEqual } from "node:util";
import type { z } from "zod";
import { AboutMessage, EditMessage, type PostMessage } from "@turnout/contract/chat";
import { excerptOf } from "@turnout/contract/message-words";
import { withoutNames, type Mention } from "@turnout/contract/mentions";
import { refuse } from "@turnout/contract/refusals";
import { callersHostRow } from "../events/policy.ts";
import { guestsTable } from "../guests/tables.ts";
import type { Caller } from "../log/caller.ts";
import { command } from "../log/command.ts";
import { rowsById, rowsWhere } from "../log/event-table.ts";
import type { EventState } from "../log/working-set.ts";
import { requireMentionable, rowsOfMentioned, textsAt } from "./mentioning.ts";
import { messageCommand, type AnyMessageCommand } from "./message-command.ts";
import { requireAdmitted, requireMessage, requireRoomToSpeak } from "./policy.ts";
import { keptMentions, mentionsOf, presentMessage, presentPinned } from "./present.ts";
import { messagesTable, repliesTo } from "./tables.ts";

const speaker = (caller: Caller) => [callersHostRow(caller), rowsById(guestsTable, [caller.guestId])];

const theMessage = ({ messageId }: { messageId: string }, caller: Caller) => [...speaker(caller), rowsById(messagesTable, [messageId])];

const theMessageAndReplies = (input: { messageId: string }, caller: Caller) => [
  ...theMessage(input, caller),
  rowsWhere(repliesTo, [input.messageId]),
];

/** Posts a message. Its id is the command's, so that a retry posts it once. */
export const postMessage = command({
  name: "postMessage",

  needs: (input: z.infer<typeof PostMessage>, caller: Caller) => [
    ...speaker(caller),
    ...rowsOfMentioned(input.mentions),
    rowsById(messagesTable, [input.commandId, input.replyTo]),
  ],

  decide(state, input, caller, now) {
    const author = requireAdmitted(state, caller);
    requireRoomToSpeak(state, author);
    if (state.rows(messagesTable).get(input.commandId)) refuse("command_id_reused"); // another author's message
    const mentions = requireMentionable(state, author, input, []);
    const message = state.rows(messagesTable).add({
      id: input.commandId,
      seq: state.nextSeq(),
      author_id: author.personId,
      author_name: author.name,
      author_role: author.role,
      text: input.text,
      at: now,
      ...quoteOf(state, input.replyTo),
      edited_at: null,
      deleted_by: null,
      mentions: keptMentions(mentions, null),
    });
    state.append({ type: "chat.posted", message: presentMessage(message) });
  },
});

/** A reply to a message that was deleted meanwhile is posted without a quote. */
function quoteOf(state: EventState, replyTo: string | null) {
  const quoted = state.rows(messagesTable).get(replyTo);
  if (!quoted || quoted.deleted_by) return { reply_to: null, reply_name: "", reply_excerpt: "" };
  return { reply_to: quoted.id, reply_name: quoted.author_name, reply_excerpt: excerptOf(quoted.text) };
}

/** Authors edit their own messages, and whom those name; the old text is erased from quotes and the log too. */
export const editMessage = messageCommand({
  name: "editMessage",
  route: { method: "PATCH", path: "", authz: "author", input: EditMessage },
  needs: (input: z.infer<typeof EditMessage> & { messageId: string }, caller) => [
    ...theMessageAndReplies(input, caller),
    ...rowsOfMentioned(input.mentions),
  ],

  decide(state, { messageId, ...input }, caller, now) {
    const author = requireAdmitted(state, caller);
    requireRoomToSpeak(state, author);
    const message = requireMessage(state, messageId);
    if (message.author_id !== author.personId) refuse("not_allowed");
    const before = mentionsOf(message);
    const mentions = requireMentionable(state, author, input, textsAt(message.text, before));
    if (message.text === input.text && isDeepStrictEqual(mentions, before)) return;
    const { text } = input;
    state.rows(messagesTable).change(messageId, { text, edited_at: now, mentions: keptMentions(mentions, now) });
    quoteAnew(state, messageId, text);
    const mentioned = newAmong(mentions, before);
    state.append({
      type: "chat.edited",
      messageId,
      text,
      ...(mentions.length > 0 && { mentions }),
      ...(mentioned.length > 0 && { mentioned }),
      editedAt: now.toISOString(),
    });
  },
});

function newAmong(mentions: Mention[], before: Mention[]): string[] {
  const known = new Set(before.map(({ personId }) => personId));
  return [...new Set(mentions.flatMap(({ personId }) => (personId === null || known.has(personId) ? [] : personId)))];
}

function quoteAnew(state: EventState, messageId: string, text: string) {
  const messages = state.rows(messagesTable);
  for (const reply of messages.all().filter((row) => row.reply_to === messageId))
    messages.change(reply.id, { reply_excerpt: excerptOf(text) });
}

/** Authors delete their own messages, hosts any; a placeholder stays, and the text is erased from quotes and the log too. */
export const deleteMessage = messageCommand({
  name: "deleteMessage",
  route: { method: "DELETE", path: "", authz: "authorOrHost", input: AboutMessage },
  needs: theMessageAndReplies,

  decide(state, { messageId }, caller) {
    const author = requireAdmitted(state, caller);
    const messages = state.rows(messagesTable);
    const message = requireMessage(state, messageId);
    const isOwn = message.author_id === author.personId;
    if (!isOwn && author.role !== "host") refuse("not_allowed");

    const deletedBy = isOwn ? "author" : "host";
    messages.change(messageId, { text: "", reply_to: null, reply_name: "", reply_excerpt: "", deleted_by: deletedBy, mentions: null });
    quoteAnew(state, messageId, "");
    if (state.event.pinned_message_id === messageId) state.changeEvent({ pinned_message_id: null });
    state.append({ type: "chat.deleted", messageId, deletedBy });
  },
});

/** Hosts pin a message above the conversation, in place of the one pinned before. */
export const pinMessage = messageCommand({
  name: "pinMessage",
  route: { method: "PUT", path: "/pin", authz: "host", input: AboutMessage },
  needs: theMessage,

  decide(state, { messageId }, caller) {
    const host = requireAdmitted(state, caller);
    if (host.role !== "host") refuse("not_allowed");
    requireRoomToSpeak(state, host);
    const message = requireMessage(state, messageId);
    if (state.event.pinned_message_id === messageId) return;
    state.changeEvent({ pinned_message_id: messageId });
    state.append({ type: "chat.pinned", ...presentPinned(message) });
  },
});

/** Hosts unpin a message. One that is not pinned any more stays as it is. */
export const unpinMessage = messageCommand({
  name: "unpinMessage",
  route: { method: "DELETE", path: "/pin", authz: "host", input: AboutMessage },
  needs: theMessage,

  decide(state, { messageId }, caller) {
    if (requireAdmitted(state, caller).role !== "host") refuse("not_allowed");
    requireMessage(state, messageId);
    if (state.event.pinned_message_id !== messageId) return;
    state.changeEvent({ pinned_message_id: null });
    state.append({ type: "chat.unpinned", messageId });
  },
});

/** Takes the names of people whose account is deleted out of messages that mention them; nobody has edited these. */
export const eraseMentions = command({
  name: "eraseMentions",

  needs: ({ messageIds }: { commandId: string; messageIds: string[]; personIds: string[] }) => [
    rowsById(messagesTable, messageIds),
    rowsWhere(repliesTo, messageIds),
  ],

  decide(state, { messageIds, personIds }) {
    state.actAs({ kind: "system", personId: null, name: "Turnout" });
    const erased = new Set(personIds);
    for (const messageId of messageIds) {
      const message = state.rows(messagesTable).get(messageId);
      if (!message?.mentions) continue;
      const before = mentionsOf(message);
      const { text, mentions } = withoutNames(message.text, before, erased);
      state.rows(messagesTable).change(messageId, { text, mentions: keptMentions(mentions, message.edited_at) });
      if (before.every(({ personId }) => personId === null || !erased.has(personId))) continue;
      quoteAnew(state, messageId, text);
      state.append({ type: "chat.mentionErased", messageId, text, mentions });
    }
  },
});

/** In the order of the API document. One that is left out has no route. */
export const messageCommands = [editMessage, deleteMessage, pinMessage, unpinMessage] as unknown as readonly AnyMessageCommand[];
