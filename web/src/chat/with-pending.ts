import { excerptOf } from "@turnout/contract/message-words";
import type { ChatAuthor, Message } from "@turnout/contract/chat-entries";
import type { PendingCommand } from "../live/pending-commands.ts";

/** The state of one's own pending message; null once it is in the log. */
export interface Delivery {
  commandId: string;
  state: "sending" | "sent" | "failed";
  refusal: string | null;
  facts: PendingCommand["facts"];
}

export interface ShownMessage extends Message {
  delivery: Delivery | null;
}

const NOT_YET = Number.MAX_SAFE_INTEGER;

/** The conversation with pending commands applied: edits in place, new messages at the end, under the ids they will keep. */
export function withPending(messages: Message[], pending: readonly PendingCommand[], me: ChatAuthor | null): ShownMessage[] {
  const deliveryOf = ({ commandId, state, refusal, facts }: PendingCommand): Delivery => ({ commandId, state, refusal, facts });
  const edits = new Map<string, PendingCommand<"editMessage">>();
  const deletions = new Set<string>();
  for (const command of pending) {
    if (command.name === "editMessage") edits.set(command.input.messageId, command);
    if (command.name === "deleteMessage" && command.state !== "failed") deletions.add(command.input.messageId);
  }

  const shown = messages.map((message): ShownMessage => {
    if (deletions.has(message.messageId))
      return {
        ...message,
        text: "",
        replyTo: null,
        deletedBy: message.author.personId === me?.personId ? "author" : "host",
        delivery: null,
      };
    const edit = edits.get(message.messageId);
    return edit ? { ...message, ...saidIn(edit.input), delivery: deliveryOf(edit) } : withoutDelivery(message);
  });
  if (!me) return shown;

  const known = new Set(messages.map((message) => message.messageId));
  const posts = pending.filter((command) => command.name === "postMessage").filter(({ commandId }) => !known.has(commandId));
  const onTheirWay = posts.map((command, at): ShownMessage => {
    const { replyTo } = command.input;
    const quoted = messages.find((message) => message.messageId === replyTo);
    return {
      messageId: command.commandId,
      seq: NOT_YET - posts.length + at,
      author: me,
      ...saidIn(command.input),
      at: new Date(command.at).toISOString(),
      replyTo: quoted ? { messageId: quoted.messageId, name: quoted.author.name, excerpt: excerptOf(quoted.text) } : null,
      editedAt: null,
      deletedBy: null,
      delivery: deliveryOf(command),
    };
  });
  return [...shown, ...onTheirWay];
}

/** `mentions` undefined: it names nobody any more. */
const saidIn = ({ text, mentions }: { text: string; mentions?: Message["mentions"] }) => ({ text, mentions });

/** Returns the same object for the same message, so that unchanged rows do not render again. */
const settled = new WeakMap<Message, ShownMessage>();

function withoutDelivery(message: Message): ShownMessage {
  const known = settled.get(message);
  if (known) return known;
  const shown = { ...message, delivery: null };
  settled.set(message, shown);
  return shown;
}
