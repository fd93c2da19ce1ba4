import type { z } from "zod";
import { DeleteMessage, EditMessage, excerptOf, PostMessage } from "@turnout/contract/chat";
import { refuse } from "@turnout/contract/refusals";
import { callersHostRow } from "../events/policy.ts";
import { guestsTable } from "../guests/tables.ts";
import type { Caller } from "../log/caller.ts";
import { command } from "../log/command.ts";
import { rowsById, rowsWhere } from "../log/event-table.ts";
import type { EventState } from "../log/working-set.ts";
import { requireAdmitted, requireMessage, requireRoomToSpeak } from "./policy.ts";
import { presentMessage } from "./present.ts";
import { messagesTable, repliesTo } from "./tables.ts";

const speaker = (caller: Caller) => [callersHostRow(caller), rowsById(guestsTable, [caller.guestId])];

export interface AboutMessage {
  messageId: string;
}

/** Says something to everyone admitted. The command's id becomes the message's: sent again, it is said once. */
export const postMessage = command({
  name: "postMessage",

  needs: (input: z.infer<typeof PostMessage>, caller: Caller) => [
    ...speaker(caller),
    rowsById(messagesTable, [input.commandId, input.replyTo]),
  ],

  decide(state, input, caller, now) {
    const author = requireAdmitted(state, caller);
    requireRoomToSpeak(state, author);
    if (state.rows(messagesTable).get(input.commandId)) refuse("command_id_reused"); // somebody else's words
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
    });
    state.append({ type: "chat.posted", message: presentMessage(message) });
  },
});

/** A reply to a message that is gone by now is still worth saying: it quotes nothing. */
function quoteOf(state: EventState, replyTo: string | null) {
  const quoted = state.rows(messagesTable).get(replyTo);
  if (!quoted || quoted.deleted_by) return { reply_to: null, reply_name: "", reply_excerpt: "" };
  return { reply_to: quoted.id, reply_name: quoted.author_name, reply_excerpt: excerptOf(quoted.text) };
}

/** Authors correct their own words: what was said before is gone, in quotes and log too. */
export const editMessage = command({
  name: "editMessage",

  needs: (input: z.infer<typeof EditMessage> & AboutMessage, caller: Caller) => [
    ...speaker(caller),
    rowsById(messagesTable, [input.messageId]),
    rowsWhere(repliesTo, [input.messageId]),
  ],

  decide(state, { messageId, text }, caller, now) {
    const author = requireAdmitted(state, caller);
    requireRoomToSpeak(state, author);
    const message = requireMessage(state, messageId);
    if (message.author_id !== author.personId) refuse("not_allowed");
    if (message.text === text) return;
    state.rows(messagesTable).change(messageId, { text, edited_at: now });
    quoteAnew(state, messageId, text);
    state.append({ type: "chat.edited", messageId, text, editedAt: now.toISOString() });
  },
});

function quoteAnew(state: EventState, messageId: string, text: string) {
  const messages = state.rows(messagesTable);
  for (const reply of messages.all().filter((row) => row.reply_to === messageId))
    messages.change(reply.id, { reply_excerpt: excerptOf(text) });
}

/** Authors take back their words, hosts anybody's: the place stays, the text is gone, in quotes and log too. */
export const deleteMessage = command({
  name: "deleteMessage",

  needs: (input: z.infer<typeof DeleteMessage> & AboutMessage, caller: Caller) => [
    ...speaker(caller),
    rowsById(messagesTable, [input.messageId]),
    rowsWhere(repliesTo, [input.messageId]),
  ],

  decide(state, { messageId }, caller) {
    const author = requireAdmitted(state, caller);
    const messages = state.rows(messagesTable);
    const message = requireMessage(state, messageId);
    const isOwn = message.author_id === author.personId;
    if (!isOwn && author.role !== "host") refuse("not_allowed");

    const deletedBy = isOwn ? "author" : "host";
    messages.change(messageId, { text: "", reply_to: null, reply_name: "", reply_excerpt: "", deleted_by: deletedBy });
    quoteAnew(state, messageId, "");
    state.append({ type: "chat.deleted", messageId, deletedBy });
  },
});
