import { isListed, readsChat, readsNames } from "./audience-model.ts";
import { difference } from "./difference.ts";
import type { Body } from "./entry.ts";
import type { KindModel, Reading, SliceModel } from "./kind-model.ts";
import { isRewordedLater, remembered, type State, type Step } from "./state.ts";

/** Messages that a snapshot shows: the last. */
const MESSAGES_SHOWN = 50;

/** Where a message names somebody; null: who was erased. */
export interface Mention {
  personId: string | null;
  at: number;
  length: number;
}

export interface Message {
  messageId: string;
  seq: number;
  author: { personId: string; name: string; role: "host" | "guest" };
  text: string;
  mentions?: Mention[];
  at: string;
  replyTo: { messageId: string; name: string; excerpt: string } | null;
  editedAt: string | null;
  deletedBy: "author" | "host" | null;
}

/** People that one message may name. */
const MOST_MENTIONS = 10;

/** The conversation up to one position. */
interface Talk {
  /** With the text that the log holds now. */
  messages: Map<string, Message>;
  /** The message above the others. */
  pinned: string | null;
}

const talkOf = remembered((_: State): Talk => ({ messages: new Map(), pinned: null }));

type MayDiffer = (messageId: string) => boolean;

const messageOf = (body: Body) => body["message"] as Message;
/** Fields of the kinds that are about a message which was posted before. */
const fieldsOf = (body: Body) => body as Body & Omit<Message, "editedAt"> & { editedAt: string };

const conversation = {
  seenBy: (viewer, _isOwn, { body, context }) => (readsChat(viewer, context) ? body : null),
  hasOwnView: false,
  ends: null,
  changesAudience: null,
  mails: null,
  seats: "kept",
  isInSeries: false,
} satisfies Partial<KindModel>;

/** For what has a `text` beside the `messageId`. */
function textBeside<Said extends object>(kept: object, said: Said, mayDiffer: MayDiffer): Said {
  const { messageId, text, mentions } = kept as Message;
  return mayDiffer(messageId) ? saying(said, text, mentions) : said;
}

/** The same, with another text that names others. */
function saying<Said extends object>(said: Said, text: string, mentions: Mention[] = []): Said {
  const { mentions: _, ...rest } = said as Said & { mentions?: unknown };
  return { ...rest, text, ...(mentions.length > 0 && { mentions }) } as unknown as Said;
}

const kinds = {
  "chat.posted": {
    ...conversation,
    doneBy: ["host", "guest"],
    replay: post,
    rewords: null,
    holdsText: (kept, said, mayDiffer) => ({ ...said, message: withTextOf(messageOf(kept), messageOf(said), mayDiffer) }),
    clashWith: (body, asked, isChanged) => textClash(messageOf(body), asked, isChanged),
  },
  "chat.edited": {
    ...conversation,
    doneBy: ["host", "guest"],
    replay: onMessage(edit),
    rewords: (body) => ({ messageId: fieldsOf(body).messageId, text: fieldsOf(body).text, isErased: false }),
    holdsText: textBeside,
    clashWith: (body, asked, isChanged) => textClash(fieldsOf(body), asked, isChanged),
  },
  "chat.mentionErased": {
    ...conversation,
    doneBy: ["system"],
    replay: onMessage(sayWithoutName),
    rewords: (body) => ({ messageId: fieldsOf(body).messageId, text: fieldsOf(body).text, isErased: false }),
    holdsText: textBeside,
    clashWith: null,
  },
  "chat.deleted": {
    ...conversation,
    doneBy: ["host", "guest"],
    replay: onMessage(erase),
    rewords: (body) => ({ messageId: fieldsOf(body).messageId, text: "", isErased: true }),
    holdsText: null,
    clashWith: null,
  },
  "chat.pinned": { ...conversation, doneBy: ["host"], replay: onMessage(pin), rewords: null, holdsText: textBeside, clashWith: null },
  "chat.unpinned": { ...conversation, doneBy: ["host"], replay: onMessage(unpin), rewords: null, holdsText: null, clashWith: null },
} satisfies Record<string, KindModel>;

export const chatModel = {
  kinds,
  snapshot: {
    messages(reading, said) {
      const shown = shownTo(reading).slice(-MESSAGES_SHOWN);
      const messages = (said as Message[]).map((message, at) => {
        const kept = shown[at];
        return kept?.messageId === message.messageId ? withTextOf(kept, message, changedAfter(reading)) : message;
      });
      return difference(shown, messages, "messages");
    },
    hasOlderMessages: (reading, said) => difference(shownTo(reading).length > MESSAGES_SHOWN, said, "hasOlderMessages"),
    pinned(reading, said) {
      const { pinned } = talkOf(reading.state);
      const kept = shownTo(reading).find(({ messageId }) => messageId === pinned);
      if (!kept || !said) return difference(kept ?? null, said, "pinned");
      const { messageId, author, text, mentions } = kept;
      const expected = saying({ messageId, author }, text, mentions);
      return difference(expected, textBeside(expected, said, changedAfter(reading)), "pinned");
    },
  },
  columns: { C4: { pinned_message_id: (state) => talkOf(state).pinned } },
  rows: [{ table: "messages", rule: "C4", expected: (state) => [...talkOf(state).messages].map(([id, message]) => [id, rowOf(message)]) }],
} satisfies SliceModel;

function rowOf({ seq, at, author, text, mentions = [], replyTo, editedAt, deletedBy }: Message) {
  const writer = { author_id: author.personId, author_name: author.name, author_role: author.role };
  const quoted = { reply_to: replyTo?.messageId ?? null, reply_name: replyTo?.name ?? "", reply_excerpt: replyTo?.excerpt ?? "" };
  const named = mentions.length > 0 ? { editedAt, people: mentions } : null;
  return { seq, at, ...writer, text, ...quoted, edited_at: editedAt, deleted_by: deletedBy, mentions: named };
}

const shownTo = ({ state, viewer, details }: Reading) => (readsChat(viewer.class, details) ? [...talkOf(state).messages.values()] : []);

/** Text that was corrected or erased later is not in the log any more: nothing can be said against it here. */
const changedAfter =
  ({ state }: Reading): MayDiffer =>
  (messageId) =>
    isRewordedLater(state, messageId);

function withTextOf(kept: Message, said: Message, mayDiffer: MayDiffer): Message {
  if (mayDiffer(kept.messageId)) return { ...saying(said, kept.text, kept.mentions), replyTo: kept.replyTo };
  if (!kept.replyTo || !said.replyTo || !mayDiffer(kept.replyTo.messageId)) return said;
  return { ...said, replyTo: { ...said.replyTo, excerpt: kept.replyTo.excerpt } };
}

function textClash(
  { messageId, text, mentions = [] }: Pick<Message, "messageId" | "text" | "mentions">,
  asked: Asked,
  isChanged: MayDiffer,
) {
  if (isChanged(messageId)) return null;
  return (
    difference((asked["text"] as string | undefined)?.trim(), text, "text") ?? difference(asked["mentions"] ?? [], mentions, "mentions")
  );
}
type Asked = Record<string, unknown>;

/** What is wrong with whom a text names, as its author saw the list at that moment. Null: nothing. */
function misnamed(
  { state, entry }: Step,
  { text, mentions = [] }: Pick<Message, "text" | "mentions">,
  before: Mention[] = [],
): string | null {
  if (mentions.length > MOST_MENTIONS) return `names ${mentions.length} people`;
  const known = new Set(before.map(({ personId }) => personId));
  let end = 0;
  for (const { personId, at, length } of mentions) {
    if (at < end || at + length > text.length || text[at] !== "@") return `names somebody at ${at}, where no name is`;
    end = at + length;
    if (known.has(personId) || (personId && (state.hosts.has(personId) || personId === entry.actor.personId))) continue;
    const guest = personId ? state.guests.get(personId) : undefined;
    if (!guest || guest.removed) return `names ${personId}, who is not there`;
    const sees = readsNames(entry.actor.kind === "host" ? "host" : "guest", entry.context) && isListed(guest.card.standing);
    if (entry.actor.kind !== "host" && !sees) return `names ${personId}, whom its author does not see`;
  }
  return null;
}

function post({ state, entry, find }: Step) {
  const { commandId, seq, at, actor, body } = entry;
  const message = messageOf(body);
  const { messages } = talkOf(state);
  const expected = { messageId: commandId, seq, at, author: { personId: actor.personId, name: actor.name, role: actor.kind } };
  const said = { messageId: message.messageId, seq: message.seq, at: message.at, author: message.author };
  const wrong = difference(expected, said, "message") ?? difference([null, null], [message.editedAt, message.deletedBy], "message");
  if (wrong) find("C4", `chat.posted at ${seq} does not say what its author did: ${wrong}`, entry);
  if (messages.has(message.messageId)) find("C5", `The message ${message.messageId} was posted twice`, entry);

  const quoted = message.replyTo && messages.get(message.replyTo.messageId);
  if (message.replyTo && (!quoted || quoted.deletedBy)) find("C4", `chat.posted at ${seq} quotes what was not there`, entry);
  const now = state.reworded.get(message.messageId);
  const wrongName = now ? null : misnamed({ state, entry, find }, message);
  if (wrongName) find("C4", `chat.posted at ${seq} ${wrongName}`, entry);
  if (now && (message.text !== now.text || (now.isErased && message.replyTo)))
    find("C4", `The words of a corrected or deleted message are still in the log at ${seq}`, entry);
  const quotedNow = message.replyTo && state.reworded.get(message.replyTo.messageId);
  if (message.replyTo && quotedNow && message.replyTo.excerpt !== quoteOf(quotedNow.text))
    find("C4", `The log still quotes a corrected or deleted message at ${seq}`, entry);
  messages.set(message.messageId, message);
}

/** Replays what happens to a message that has to be there. */
function onMessage(replay: (step: Step, message: Message, talk: Talk) => void) {
  return (step: Step): void => {
    const { type, messageId } = fieldsOf(step.entry.body);
    const talk = talkOf(step.state);
    const message = talk.messages.get(messageId);
    if (message && !message.deletedBy) return replay(step, message, talk);
    step.find("C4", `${type} at ${step.entry.seq} is about a message that is not there`, step.entry);
  };
}

function edit({ state, entry, find }: Step, message: Message, { messages }: Talk) {
  const { text, mentions, editedAt } = fieldsOf(entry.body);
  if (message.author.personId !== entry.actor.personId) find("C7", `A message was corrected by somebody else at ${entry.seq}`, entry);
  if (editedAt !== entry.at) find("C4", `chat.edited at ${entry.seq} says another time than its entry`, entry);
  if (text !== state.reworded.get(message.messageId)!.text)
    find("C4", `The words of a corrected or deleted message are still in the log at ${entry.seq}`, entry);
  // Whom an edit names may be gone by then, if the text named them before.
  const wrongName = misnamed({ state, entry, find }, { text, ...(mentions && { mentions }) }, mentions);
  if (wrongName) find("C4", `chat.edited at ${entry.seq} ${wrongName}`, entry);
  messages.set(message.messageId, { ...saying(message, text, mentions), editedAt });
  quoteAnew(messages, message.messageId, text);
}

/** Nobody has edited it, and what is erased of it is a name alone. */
function sayWithoutName({ state, entry, find }: Step, message: Message, { messages }: Talk) {
  const { text, mentions = [] } = fieldsOf(entry.body);
  if (text !== state.reworded.get(message.messageId)!.text)
    find("C4", `The words of a corrected or deleted message are still in the log at ${entry.seq}`, entry);
  if (mentions.every(({ personId }) => personId !== null)) find("C4", `chat.mentionErased at ${entry.seq} erases nobody`, entry);
  messages.set(message.messageId, saying(message, text, mentions));
  quoteAnew(messages, message.messageId, text);
}

/** Quotes hold one line, of 140 characters at most. */
/** People here write without markup, of which a quote has nothing. */
function quoteOf(text: string): string {
  const all = Array.from(text.replace(/\s+/g, " "));
  return all.length > 140 ? `${all.slice(0, 139).join("")}…` : all.join("");
}

function quoteAnew(messages: Talk["messages"], messageId: string, text: string) {
  for (const [id, other] of messages)
    if (other.replyTo?.messageId === messageId) messages.set(id, { ...other, replyTo: { ...other.replyTo, excerpt: quoteOf(text) } });
}

function erase({ entry, find }: Step, message: Message, talk: Talk) {
  const { deletedBy } = fieldsOf(entry.body);
  const own = message.author.personId === entry.actor.personId;
  if (!own && entry.actor.kind !== "host") find("C7", `A message was deleted by another guest at ${entry.seq}`, entry);
  if (deletedBy !== (own ? "author" : "host")) find("C4", `chat.deleted at ${entry.seq} names the wrong one: ${deletedBy}`, entry);
  talk.messages.set(message.messageId, { ...saying(message, ""), replyTo: null, deletedBy });
  if (talk.pinned === message.messageId) talk.pinned = null;
  quoteAnew(talk.messages, message.messageId, "");
}

/** Messages here hold what the log says of them now, so a pinned one has to hold the same text. */
function pin({ entry, find }: Step, { messageId, author, text }: Message, talk: Talk) {
  const said = fieldsOf(entry.body);
  const wrong = difference({ author, text }, { author: said.author, text: said.text }, "pinned");
  if (wrong) find("C4", `chat.pinned at ${entry.seq} does not say what the message says: ${wrong}`, entry);
  if (talk.pinned === messageId) find("C4", `chat.pinned at ${entry.seq} is about the message that is pinned`, entry);
  talk.pinned = messageId;
}

function unpin({ entry, find }: Step, { messageId }: Message, talk: Talk) {
  if (talk.pinned !== messageId) find("C4", `chat.unpinned at ${entry.seq} is about a message that is not pinned`, entry);
  talk.pinned = null;
}
