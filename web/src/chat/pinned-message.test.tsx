import { describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Message, PinnedMessage } from "@turnout/contract/chat-entries";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import type { PendingCommand } from "../live/pending-commands.ts";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { going, snapshots } from "../testing/snapshots.test-support.ts";
import { MESSAGES, OWN, THEIRS, action, button, focusedMessage, grace, reach, showChat, words } from "./chat-panel.test-support.tsx";
import { pinnedIdIn, shownAsPinned } from "./pinned-message.tsx";
import { withPending } from "./with-pending.ts";

const asPinned = ({ messageId, author, text }: Message) => ({ messageId, author, text });

describe("pinning", () => {
  const bar = page.getByRole("region", { name: "Pinned message" });
  const PIN = `${MESSAGES}/${THEIRS.messageId}/pin`;

  test("is for hosts: it shows at once, and can be undone", async () => {
    whenAsked(`PUT ${PIN}`, { body: { seq: 201 } });
    whenAsked(`DELETE ${PIN}`, { body: { seq: 202 } });
    const event = await showChat(snapshots["host"]!);
    reach(THEIRS);
    await expect.element(action(THEIRS, "Reply")).toBeVisible();
    await userEvent.keyboard("{Tab}{Tab}{Enter}");
    await expect.element(bar).toMatchTextContent(THEIRS.text);
    event.happens({ type: "chat.pinned", ...asPinned(THEIRS) }, asked("PUT")[0]!.body["commandId"] as string);
    await expect.element(bar).toMatchTextContent(`${THEIRS.author.name}${THEIRS.text}`);
    await button("Undo").click();
    await expect.element(bar).not.toBeInTheDocument();
    expect(asked("DELETE", PIN)).toHaveLength(1);
  });

  test("is seen by everybody who reads, and not offered to guests", async () => {
    const event = await showChat();
    event.happens({ type: "chat.pinned", ...asPinned(THEIRS) });
    await expect.element(bar).toMatchTextContent(THEIRS.text);
    await expect.element(page.getByRole("log")).toMatchTextContent(/^Pinned: /);
    reach(THEIRS);
    await expect.element(action(THEIRS, "Reply")).toBeVisible();
    for (const name of ["Pin", "Unpin"]) await expect.element(button(name)).not.toBeInTheDocument();
    event.happens({ type: "chat.edited", messageId: THEIRS.messageId, text: "Lemonade for forty.", editedAt: new Date().toISOString() });
    await expect.element(bar).toMatchTextContent("Lemonade for forty.");
    event.happens({ type: "chat.deleted", messageId: THEIRS.messageId, deletedBy: "author" });
    await expect.element(bar).not.toBeInTheDocument();
  });

  test("that is refused says why, and shows what was pinned before", async () => {
    whenAsked(`PUT ${PIN}`, refuse("message_not_found", undefined, 404));
    await showChat({ ...snapshots["host"]!, pinned: asPinned(OWN) });
    reach(THEIRS);
    await action(THEIRS, "Pin").click();
    await expect.element(page.getByRole("region", { name: "Notices" }).getByText("This message is gone.")).toBeVisible();
    await expect.element(bar).toMatchTextContent(/grandmother's bread/);
    await expect.element(bar.getByRole("button", { name: "Unpin" })).toBeVisible();
  });

  test("leads to the message, also to one further up than what is loaded", async () => {
    const old: Message = { ...words("The very first", 50), at: new Date(Date.now() - 9e8).toISOString() };
    const pages = [
      { messages: [{ ...words("The second", 60), at: old.at }], hasOlder: true, seq: 200 },
      { messages: [old], hasOlder: false, seq: 200 },
    ];
    whenAsked(`GET ${MESSAGES}`, () => ({ body: pages.shift()! }));
    await showChat({ ...going, pinned: asPinned(old) });
    await bar.getByRole("button", { name: /The very first/ }).click();
    await expect.poll(focusedMessage).toBe(old.messageId);
    expect(asked("GET", MESSAGES)).toHaveLength(2);
  });

  test("is German for German readers", async () => {
    await showChat({ ...snapshots["host"]!, pinned: asPinned(THEIRS) }, "de");
    await expect
      .element(page.getByRole("region", { name: "Angeheftete Nachricht" }).getByRole("button", { name: "Loslösen" }))
      .toBeVisible();
  });
});

describe("what is shown as pinned", () => {
  const [first, second] = going.messages as [Message, Message];
  type Name = "pinMessage" | "unpinMessage" | "editMessage" | "deleteMessage";
  const about = (name: Name, { messageId }: Message, state: PendingCommand["state"] = "sending") =>
    ({ commandId: name, name, input: { commandId: name, messageId, text: "mended" }, state }) as PendingCommand;
  function shown(pinned: PinnedMessage | null | undefined, messages: Message[], ...pending: PendingCommand[]) {
    const snapshot = { ...going, pinned } as EventSnapshot;
    return shownAsPinned(pinnedIdIn({ snapshot, pending }), pinned, withPending(messages, pending, grace));
  }

  test("follows what is on its way until that fails, and what is done to the pinned message too", () => {
    const shows = (...pending: PendingCommand[]) => shown(asPinned(first), going.messages, ...pending);
    expect(shows()?.messageId).toBe(first.messageId);
    expect(shows(about("pinMessage", second))?.text).toBe(second.text);
    expect(shows(about("pinMessage", second, "failed"))?.messageId).toBe(first.messageId);
    expect(shows(about("unpinMessage", first))).toBeNull();
    expect(shows(about("unpinMessage", second))?.messageId).toBe(first.messageId);
    expect(shows(about("editMessage", first))?.text).toBe("mended");
    expect(shows(about("deleteMessage", first))).toBeNull();
  });

  test("can be further up than what is loaded, and is nothing where an older server says nothing of it", () => {
    const elsewhere = { messageId: "elsewhere", author: grace, text: "Bring a coat" };
    expect(shown(elsewhere, [])).toBe(elsewhere);
    expect(shown(undefined, [])).toBeNull();
  });
});
