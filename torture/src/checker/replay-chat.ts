import type { Message } from "./entry.ts";
import { undecided, type ReplayedAs } from "./kinds.ts";
import { difference } from "./same.ts";
import type { Step } from "./state.ts";

/** Something was said, corrected or taken back: by whom it may be, once, and gone from the log when it is gone. */
export function replayChat(step: Step, kind: ReplayedAs<"words">): void {
  const { body } = step.entry;
  if (kind === "chat.posted") return post(step, body.message as Message);
  const message = step.state.messages.get(body.messageId!);
  if (!message || message.deletedBy)
    return step.find("C4", `${body.type} at ${step.entry.seq} is about a message that is not there`, step.entry);
  if (kind === "chat.edited") return edit(step, message);
  if (kind === "chat.deleted") return erase(step, message);
  return undecided(kind);
}

function post({ state, entry, find }: Step, message: Message) {
  const { commandId, seq, at, actor } = entry;
  const expected = { messageId: commandId, seq, at, author: { personId: actor.personId, name: actor.name, role: actor.kind } };
  const said = { messageId: message.messageId, seq: message.seq, at: message.at, author: message.author };
  const wrong = difference(expected, said, "message") ?? difference([null, null], [message.editedAt, message.deletedBy], "message");
  if (wrong) find("C4", `chat.posted at ${seq} does not say what its author did: ${wrong}`, entry);
  if (state.messages.has(message.messageId)) find("C5", `The message ${message.messageId} was posted twice`, entry);

  const quoted = message.replyTo && state.messages.get(message.replyTo.messageId);
  if (message.replyTo && (!quoted || quoted.deletedBy)) find("C4", `chat.posted at ${seq} quotes what was not there`, entry);
  const now = state.reworded.get(message.messageId);
  if (now && (message.text !== now.text || (now.isErased && message.replyTo)))
    find("C4", `The words of a corrected or deleted message are still in the log at ${seq}`, entry);
  const quotedNow = message.replyTo && state.reworded.get(message.replyTo.messageId);
  if (message.replyTo && quotedNow && message.replyTo.excerpt !== quoteOf(quotedNow.text))
    find("C4", `The log still quotes a corrected or deleted message at ${seq}`, entry);
  state.messages.set(message.messageId, message);
}

function edit({ state, entry, find }: Step, message: Message) {
  const { text, editedAt } = entry.body;
  if (message.author.personId !== entry.actor.personId) find("C7", `A message was corrected by somebody else at ${entry.seq}`, entry);
  if (editedAt !== entry.at) find("C4", `chat.edited at ${entry.seq} says another time than its entry`, entry);
  if (text !== state.reworded.get(message.messageId)!.text)
    find("C4", `The words of a corrected or deleted message are still in the log at ${entry.seq}`, entry);
  state.messages.set(message.messageId, { ...message, text: text!, editedAt: editedAt! });
  quoteAnew(state, message.messageId, text!);
}

/** Quotes hold one line, of 140 characters at most. */
function quoteOf(text: string): string {
  const all = Array.from(text.replace(/\s+/g, " "));
  return all.length > 140 ? `${all.slice(0, 139).join("")}…` : all.join("");
}

function quoteAnew(state: Step["state"], messageId: string, text: string) {
  for (const [id, other] of state.messages)
    if (other.replyTo?.messageId === messageId) state.messages.set(id, { ...other, replyTo: { ...other.replyTo, excerpt: quoteOf(text) } });
}

function erase({ state, entry, find }: Step, message: Message) {
  const { deletedBy } = entry.body;
  const own = message.author.personId === entry.actor.personId;
  if (!own && entry.actor.kind !== "host") find("C7", `A message was deleted by another guest at ${entry.seq}`, entry);
  if (deletedBy !== (own ? "author" : "host")) find("C4", `chat.deleted at ${entry.seq} names the wrong one: ${deletedBy}`, entry);
  state.messages.set(message.messageId, { ...message, text: "", replyTo: null, deletedBy: deletedBy! });
  quoteAnew(state, message.messageId, "");
}
