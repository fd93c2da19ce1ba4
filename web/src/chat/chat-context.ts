import { createContext, useContext } from "react";
import type { ChatAuthor } from "@turnout/contract/chat-entries";
import type { ChatCommands } from "./use-chat-commands.ts";
import type { ShownMessage } from "./with-pending.ts";
import type { Writing } from "./writing.ts";

/**
 * What all parts of the conversation may need. It changes rarely, so that rows may read it: what changes with every message
 * is selected by those that show it, with `useEventView`.
 */
export interface Chat {
  /** The name that the reader posts under; null for those who may not post. */
  me: ChatAuthor | null;
  /** The conversation takes messages of this reader now. */
  mayWrite: boolean;
  commands: ChatCommands;
  write(writing: Writing): void;
  askToDelete(message: ShownMessage): void;
}

export const ChatContext = createContext<Chat | null>(null);

export function useChat(): Chat {
  const chat = useContext(ChatContext);
  if (!chat) throw new Error("used outside of a conversation");
  return chat;
}
