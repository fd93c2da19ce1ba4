import { useRef } from "react";
import { expect } from "vitest";
import { page } from "vitest/browser";
import type { Message } from "@turnout/contract/chat-entries";
import type { Locale } from "@turnout/contract/locale";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { useEventSnapshot } from "../live/use-event.ts";
import { asked } from "../testing/fake-server.test-support.ts";
import { followedEvent } from "../testing/followed-event.test-support.tsx";
import { mount } from "../testing/mount.test-support.tsx";
import { faces, going, me } from "../testing/snapshots.test-support.ts";
import { ChatPanel } from "./chat-panel.tsx";
import { useLastSeen } from "./use-last-seen.ts";

export const MESSAGES = `/api/events/${going.eventId}/messages`;
export const NEWEST = going.messages.at(-1)!;
export const OWN = going.messages[9]!;
export const THEIRS = going.messages[10]!;
export const grace = { personId: me.guestId, name: me.name, role: "guest" as const };

export const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
export const box = page.getByRole("textbox", { name: "Message" });
export const row = ({ messageId }: Message) => page.elementLocator(document.querySelector<HTMLElement>(`[data-message="${messageId}"]`)!);
export const reach = (message: Message) => (row(message).element() as HTMLElement).focus();
export const action = (message: Message, name: string) => row(message).getByRole("button", { name, exact: true });
export const posted = () => asked("POST", MESSAGES).map(({ body }) => body);
export const focusedMessage = () => (document.activeElement as HTMLElement).dataset["message"];

export function Panel() {
  const { eventId, messages } = useEventSnapshot();
  const composer = useRef<HTMLTextAreaElement>(null);
  const reading = useLastSeen(eventId, messages.at(-1)?.seq ?? 0);
  return (
    <div style={{ height: 700, display: "grid" }}>
      <ChatPanel reading={reading} composer={composer} />
    </div>
  );
}

export async function showChat(as: EventSnapshot = going, locale: Locale = "en") {
  const event = followedEvent(as);
  await mount(event.show(<Panel />), locale);
  await expect.element(page.getByRole("region").first()).toBeVisible();
  return event;
}

/** Somebody else's words, as the log brings them. */
export const words = (text: string, seq = 201): Message => ({
  messageId: crypto.randomUUID(),
  seq,
  author: { personId: faces[4]!.guestId, name: faces[4]!.name, role: "guest" },
  text,
  at: new Date().toISOString(),
  replyTo: null,
  editedAt: null,
  deletedBy: null,
});
