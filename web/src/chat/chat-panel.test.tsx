import { describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { excerptOf } from "@turnout/contract/message-words";
import type { Message } from "@turnout/contract/chat-entries";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { followedEvent } from "../testing/followed-event.test-support.tsx";
import { mount } from "../testing/mount.test-support.tsx";
import { ada, details, faces, going, snapshots } from "../testing/snapshots.test-support.ts";
import {
  MESSAGES,
  NEWEST,
  OWN,
  THEIRS,
  grace,
  button,
  box,
  row,
  reach,
  action,
  posted,
  focusedMessage,
  showChat,
  Panel,
  words,
} from "./chat-panel.test-support.tsx";

describe("a message", () => {
  test("says whose it is, when it was, and whether a host wrote it, to whoever cannot see where it stands", async () => {
    await showChat();
    const host = row(NEWEST);
    await expect.element(host).toHaveAccessibleName(/^.*Ada Lindgren.*, host, .*\d{1,2}:\d\d/);
    await expect.element(row(OWN)).toHaveAccessibleName(/^.*Grace Almeida.*, .*\d{1,2}:\d\d/);
    await expect.element(row(OWN)).not.toHaveAccessibleName(/host/);
  });

  test("of a guest who is called like a host is marked as a guest's", async () => {
    const posing = { ...words("I am the host, send me money"), author: { ...words("").author, name: "ADA Lindgren" } };
    await showChat({ ...going, messages: [...going.messages, posing] });
    await expect.element(row(posing)).toHaveAccessibleName(/, guest, /);
    await expect.element(row(posing).getByText("Guest", { exact: true })).toBeVisible();
  });

  test("is shown with its markup, and a link in it leads away safely", async () => {
    await showChat();
    const link = row(OWN).getByRole("link");
    await expect.element(link).toHaveAttribute("href", "https://example.org/olives");
    expect(link.element().getAttribute("rel")).toMatch(/noopener|noreferrer/);
    expect(document.querySelector(`[data-message="${going.messages[0]!.messageId}"] strong`)?.textContent).toBe("Bring a blanket");
  });

  test("that was deleted shows no words, says by whom, and offers nothing", async () => {
    const event = await showChat();
    event.happens({ type: "chat.deleted", messageId: OWN.messageId, deletedBy: "host" });
    await expect.element(row(OWN).getByText("Deleted by a host")).toBeVisible();
    await expect.element(row(OWN).getByText(/grandmother's bread/)).not.toBeInTheDocument();
    await expect.element(row(OWN).getByRole("button", { name: "Reply" })).not.toBeInTheDocument();
  });

  test("that was edited says so", async () => {
    const event = await showChat();
    event.happens({ type: "chat.edited", messageId: THEIRS.messageId, text: "Lemonade for forty.", editedAt: new Date().toISOString() });
    await expect.element(row(THEIRS).getByText("Lemonade for forty.")).toBeVisible();
    await expect.element(row(THEIRS).getByText("edited")).toBeVisible();
  });

  test("that quotes another leads to it", async () => {
    await showChat();
    const reply = going.messages[2]!;
    await row(reply)
      .getByRole("button", { name: /speaker/ })
      .click();
    await expect.poll(focusedMessage).toBe(reply.replyTo!.messageId);
  });
});

describe("what can be done with a message", () => {
  test("is for its author to edit and delete, for everybody else to reply to", async () => {
    await showChat();
    reach(OWN);
    for (const name of ["Reply", "Edit", "Delete"]) await expect.element(action(OWN, name)).toBeVisible();
    reach(THEIRS);
    await expect.element(action(THEIRS, "Reply")).toBeVisible();
    for (const name of ["Edit", "Delete"]) await expect.element(action(THEIRS, name)).not.toBeInTheDocument();
  });

  test("is for a host to delete too, whosever it is, and not to edit", async () => {
    await showChat(snapshots["host"]!);
    reach(THEIRS);
    await expect.element(action(THEIRS, "Delete")).toBeVisible();
    await expect.element(action(THEIRS, "Edit")).not.toBeInTheDocument();
  });

  test("is for nobody to write where the conversation takes no words of theirs, and deleting stays", async () => {
    const event = await showChat({ ...going, details: { ...details, chat: "readOnly" } });
    reach(OWN);
    await expect.element(action(OWN, "Delete")).toBeVisible();
    for (const name of ["Reply", "Edit"]) await expect.element(action(OWN, name)).not.toBeInTheDocument();
    reach(THEIRS);
    await expect.element(row(THEIRS).getByRole("button")).not.toBeInTheDocument();
    event.becomes({ viewer: { class: "host", personId: ada.userId } });
    for (const name of ["Reply", "Pin", "Delete"]) await expect.element(action(THEIRS, name)).toBeVisible();
    event.becomes({ details: { ...details, chat: "closed" } });
    for (const name of ["Reply", "Pin"]) await expect.element(action(THEIRS, name)).not.toBeInTheDocument();
    await expect.element(action(THEIRS, "Delete")).toBeVisible();
  });

  test("is offered where the pointer is", async () => {
    await showChat();
    const reply = action(THEIRS, "Reply");
    await userEvent.hover(row(THEIRS));
    await expect.element(reply).toBeVisible();
    await reply.click();
    await expect.element(page.getByText(`Replying to ${THEIRS.author.name}`)).toBeVisible();
    await expect.element(box).toHaveFocus();
  });

  test("is reached from the message by Tab, which otherwise stops once in the list", async () => {
    await showChat();
    const tabbable = () => [...document.querySelectorAll<HTMLElement>("[data-message]")].filter(({ tabIndex }) => tabIndex === 0);
    expect(tabbable().map((one) => one.dataset["message"])).toEqual([NEWEST.messageId]);
    reach(OWN);
    await expect.poll(() => tabbable().map((one) => one.dataset["message"])).toEqual([OWN.messageId]);
    await userEvent.keyboard("{Tab}");
    const next = document.activeElement!;
    expect(next.closest("[data-message]")).toBe(row(OWN).element());
  });

  test("arrow keys walk from message to message, and stop at both ends", async () => {
    await showChat();
    reach(NEWEST);
    await userEvent.keyboard("{ArrowUp}");
    expect(focusedMessage()).toBe(THEIRS.messageId);
    await userEvent.keyboard("{ArrowUp}");
    expect(focusedMessage()).toBe(OWN.messageId);
    await userEvent.keyboard("{ArrowDown}{ArrowDown}{ArrowDown}");
    expect(focusedMessage()).toBe(NEWEST.messageId);
  });
});

describe("deleting", () => {
  test("asks first, with the words that would go, and Escape keeps them", async () => {
    await showChat();
    reach(OWN);
    await action(OWN, "Delete").click();
    const dialog = page.getByRole("dialog", { name: "Delete your message?" });
    await expect.element(dialog).toBeVisible();
    await expect.element(dialog.getByText(/grandmother's bread/)).toBeVisible();
    await userEvent.keyboard("{Escape}");
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.poll(() => row(OWN).element().contains(document.activeElement)).toBe(true);
    expect(asked("DELETE")).toEqual([]);
  });

  test("takes the words away at once, before the server has said anything", async () => {
    whenAsked(`DELETE ${MESSAGES}/${OWN.messageId}`, () => new Promise(() => undefined));
    await showChat();
    reach(OWN);
    await action(OWN, "Delete").click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
    await expect.element(row(OWN).getByText("Message deleted")).toBeVisible();
    expect(asked("DELETE")[0]!.query.get("commandId")).toMatch(/^[0-9a-f-]{36}$/);
  });

  test("that is refused brings the words back, and says why", async () => {
    whenAsked(`DELETE ${MESSAGES}/${OWN.messageId}`, refuse("chat_read_only"));
    await showChat();
    reach(OWN);
    await action(OWN, "Delete").click();
    await page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
    await expect.element(page.getByRole("region", { name: "Notices" }).getByText("Only hosts can post right now.")).toBeVisible();
    await expect.element(row(OWN).getByText(/grandmother's bread/)).toBeVisible();
  });

  test("quotes the words as they are shown, not their markup", async () => {
    const [plan] = going.messages as [Message];
    expect(plan.text).toContain("**Bring a blanket**"); // control: there is markup
    await showChat(snapshots["host"]!);
    reach(plan);
    await action(plan, "Delete").click();
    const quoted = document.querySelector("dialog blockquote")!;
    expect(quoted.textContent).toBe(plan.text.replaceAll("*", ""));
  });

  test("as it is quoted above the box when somebody replies to it", async () => {
    const [plan] = going.messages as [Message];
    await showChat();
    reach(plan);
    await action(plan, "Reply").click();
    await expect.element(page.getByText(excerptOf(plan.text)).first()).toBeVisible();
    expect(document.querySelector(".writing-bar")!.textContent).not.toContain("**");
  });

  test("names whose message a host would delete", async () => {
    await showChat(snapshots["host"]!);
    reach(THEIRS);
    await action(THEIRS, "Delete").click();
    await expect.element(page.getByRole("dialog", { name: `Delete ${THEIRS.author.name}'s message?` })).toBeVisible();
  });
});

describe("editing", () => {
  test("begins with the words as they are, and Escape gives it up", async () => {
    await showChat();
    reach(OWN);
    await action(OWN, "Edit").click();
    await expect.element(box).toHaveValue(OWN.text);
    await expect.element(box).toHaveFocus();
    await expect.element(page.getByText("Editing your message")).toBeVisible();
    await userEvent.keyboard("{Escape}");
    await expect.element(box).toHaveValue("");
    expect(asked("PATCH")).toEqual([]);
  });

  test("the up arrow in an empty box edits one's last message", async () => {
    await showChat();
    await box.click();
    await userEvent.keyboard("{ArrowUp}");
    await expect.element(box).toHaveValue(OWN.text);
  });

  test("shows the new words at once, and keeps them once the log has them", async () => {
    whenAsked(`PATCH ${MESSAGES}/${OWN.messageId}`, { body: { seq: 201 } });
    const event = await showChat();
    await box.click();
    await userEvent.keyboard("{ArrowUp}");
    await box.fill("Bringing two loaves.");
    await userEvent.keyboard("{Enter}");
    await expect.element(row(OWN).getByText("Bringing two loaves.")).toBeVisible();
    await expect.poll(() => asked("PATCH").map(({ body }) => body)).toMatchObject([{ text: "Bringing two loaves." }]);
    const commandId = asked("PATCH")[0]!.body["commandId"] as string;
    const editedAt = new Date().toISOString();
    event.happens({ type: "chat.edited", messageId: OWN.messageId, text: "Bringing two loaves.", editedAt }, commandId);
    await expect.element(row(OWN).getByText("edited")).toBeVisible();
    await expect.element(row(OWN).getByText(/Sending|Sent/)).not.toBeInTheDocument();
    await expect.element(box).toHaveValue("");
  });

  test("the same words again are no edit", async () => {
    await showChat();
    await box.click();
    await userEvent.keyboard("{ArrowUp}");
    await expect.element(box).toHaveValue(OWN.text);
    await userEvent.keyboard("{Enter}");
    await expect.element(box).toHaveValue("");
    expect(asked("PATCH")).toEqual([]);
  });

  test("does not lose a message that was begun before", async () => {
    await showChat();
    await box.fill("I was about to say");
    reach(OWN);
    await action(OWN, "Edit").click();
    await expect.element(box).toHaveValue(OWN.text);
    await userEvent.keyboard("{Escape}");
    await expect.element(box).toHaveValue("I was about to say");
  });
});

describe("writing", () => {
  test("Enter sends, and Shift with Enter begins a line", async () => {
    whenAsked(`POST ${MESSAGES}`, { body: { seq: 201 } });
    await showChat();
    await box.click();
    await userEvent.keyboard("One{Shift>}{Enter}{/Shift}two");
    await expect.element(box).toHaveValue("One\ntwo");
    expect(posted()).toEqual([]);
    await userEvent.keyboard("{Enter}");
    await expect.poll(posted).toMatchObject([{ text: "One\ntwo", replyTo: null }]);
    await expect.element(box).toHaveValue("");
    await expect.element(box).toHaveFocus();
  });

  test("nothing but spaces is not sent", async () => {
    await showChat();
    await box.fill("   ");
    await userEvent.keyboard("{Enter}");
    expect(posted()).toEqual([]);
  });

  test("what is sent stands there at once, as on its way, then as sent, then as everybody's", async () => {
    let answer: (reply: { body: unknown }) => void = () => undefined;
    whenAsked(`POST ${MESSAGES}`, () => new Promise((resolve) => (answer = resolve)));
    const event = await showChat();
    await box.fill("On my way");
    await userEvent.keyboard("{Enter}");
    await expect.element(page.getByText("Sending…")).toBeVisible();
    answer({ body: { seq: 201 } });
    await expect.element(page.getByText("Sent", { exact: true })).toBeVisible();
    const messageId = posted()[0]!["commandId"] as string;
    event.happens({ type: "chat.posted", message: { ...words("On my way"), messageId, author: grace } }, messageId);
    await expect.element(page.getByText("Sent", { exact: true })).not.toBeInTheDocument();
    expect(page.getByText("On my way").elements()).toHaveLength(1);
  });

  test("a reply carries what it replies to", async () => {
    whenAsked(`POST ${MESSAGES}`, { body: { seq: 201 } });
    await showChat();
    await userEvent.hover(row(THEIRS));
    await action(THEIRS, "Reply").click();
    await box.fill("Thank you!");
    await userEvent.keyboard("{Enter}");
    await expect.poll(posted).toMatchObject([{ text: "Thank you!", replyTo: THEIRS.messageId }]);
    await expect.element(page.getByText(/^Replying to/)).not.toBeInTheDocument();
  });

  test("what was refused stays, says why, and can be sent again under the same id or thrown away", async () => {
    whenAsked(`POST ${MESSAGES}`, refuse("too_many_requests", { retryAfter: 300 }, 429));
    await showChat();
    await box.fill("Hello?");
    await userEvent.keyboard("{Enter}");
    const alert = page.getByRole("alert");
    await expect.element(alert).toMatchTextContent("Please try again in 5 minutes.");
    await alert.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => posted().length).toBe(2);
    expect(posted()[1]).toEqual(posted()[0]);
    await alert.getByRole("button", { name: "Discard" }).click();
    await expect.element(page.getByText("Hello?")).not.toBeInTheDocument();
  });

  test("what is too long is counted, told to the box, and not sent", async () => {
    await showChat();
    await box.fill("a".repeat(2_000 - 5));
    await expect.element(box).toHaveAccessibleDescription(/5/);
    await box.fill("a".repeat(2_001));
    await expect.element(box).toHaveAttribute("aria-invalid", "true");
    await userEvent.keyboard("{Enter}");
    expect(posted()).toEqual([]);
  });

  test("what was begun stays when replying, also in a browser without storage", async () => {
    const storage = vi.spyOn(Storage.prototype, "setItem").mockImplementation(() => {
      throw new DOMException("no storage", "SecurityError");
    });
    vi.spyOn(Storage.prototype, "getItem").mockImplementation(() => {
      throw new DOMException("no storage", "SecurityError");
    });
    try {
      await showChat();
      await box.fill("Half a thought");
      reach(THEIRS);
      await action(THEIRS, "Reply").click();
      await expect.element(page.getByText(`Replying to ${THEIRS.author.name}`)).toBeVisible();
      await expect.element(box).toHaveValue("Half a thought");
      await box.fill("");
      expect(storage).not.toHaveBeenCalledTimes(0);
    } finally {
      vi.restoreAllMocks();
    }
  });

  test("others are told of typing once, and that it is done", async () => {
    whenAsked(`POST ${MESSAGES}`, { body: { seq: 201 } });
    const event = await showChat();
    await box.click();
    await userEvent.keyboard("Hi");
    expect(event.said).toEqual([{ type: "typing", eventId: going.eventId }]);
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => event.said.at(-1)).toMatchObject({ type: "typing", done: true });
  });

  test("what was begun is still there after the page was left", async () => {
    const event = await showChat();
    await box.fill("Half a sent");
    event.store.close();
    const again = followedEvent(going);
    await mount(again.show(<Panel />));
    await expect.element(box.last()).toHaveValue("Half a sent");
  });
});

describe("reading", () => {
  test("what others write is read out, and one's own is not", async () => {
    const event = await showChat();
    event.happens({ type: "chat.posted", message: { ...words("Mine", 201), author: grace } });
    event.happens({ type: "chat.posted", message: words("Is there **parking**?", 202) });
    await expect.element(page.getByRole("log")).toMatchTextContent(`${faces[4]!.name}: Is there parking?`);
    await expect.element(page.getByRole("log")).not.toMatchTextContent("Mine");
  });

  test("whoever reads further up stays there, is told of what is new, and one press leads to it", async () => {
    const event = await showChat();
    const scroller = document.querySelector<HTMLElement>(".chat-box")!;
    await expect.poll(() => scroller.scrollTop).toBeGreaterThan(100);
    scroller.scrollTop = 40;
    await expect.element(button("Jump to latest")).toBeVisible();
    const top = () => document.querySelector(`[data-message="${going.messages[1]!.messageId}"]`)!.getBoundingClientRect().top;
    const before = top();
    event.happens({ type: "chat.posted", message: words("News", 201) });
    await expect.element(button(/1 new message/)).toBeVisible();
    expect(top()).toBeCloseTo(before, 0);
    await button(/1 new message/).click();
    await expect.element(page.getByText("News", { exact: true })).toBeInViewport();
    await expect.element(button(/new message|Jump/)).not.toBeInTheDocument();
  });

  test("earlier messages are fetched by a press; a failure says so, and the next press tries again", async () => {
    const older: Message = { ...words("The very first", 50), at: new Date(Date.now() - 9e8).toISOString() };
    const replies = [{ status: 500, body: { code: "internal" } }, { body: { messages: [older], hasOlder: false, seq: 200 } }];
    whenAsked(`GET ${MESSAGES}`, () => replies.shift()!);
    await showChat();
    await button(/earlier messages/i).click();
    await button(/try again/i).click();
    await expect.element(page.getByText("The very first")).toBeInTheDocument();
    await expect.element(button(/earlier messages/i)).not.toBeInTheDocument();
    expect(asked("GET", MESSAGES).map(({ query }) => query.get("before"))).toEqual(["100", "100"]);
  });

  test("a conversation nobody has begun says what it is for", async () => {
    await showChat({ ...going, messages: [], hasOlderMessages: false });
    await expect.element(page.getByText("No messages yet")).toBeVisible();
  });

  test("who may not read it is told what would change that", async () => {
    const event = await showChat(snapshots["visitor"]!);
    await expect.element(page.getByText("For everyone on the guest list")).toBeVisible();
    await expect.element(page.getByText(/Answer the invitation/)).toBeVisible();
    event.becomes({ details: { ...details, chat: "closed" } });
    await expect.element(page.getByText("Chat is off")).toBeVisible();
    await expect.element(box).not.toBeInTheDocument();
  });

  test("does not ask whom hosts removed to answer: they cannot", async () => {
    const event = snapshots["visitor"]!;
    await showChat({ ...event, viewer: { ...event.viewer, wasRemoved: true } });
    await expect.element(page.getByText("For everyone on the guest list")).toBeVisible();
    await expect.element(page.getByText(/Answer the invitation/)).not.toBeInTheDocument();
  });

  test("where only hosts may post, guests have no box and hosts have one", async () => {
    const event = await showChat({ ...going, details: { ...details, chat: "readOnly" } });
    await expect.element(page.getByText("Only hosts can post right now.")).toBeVisible();
    await expect.element(box).not.toBeInTheDocument();
    event.becomes({ viewer: { class: "host", personId: ada.userId } });
    await expect.element(box).toBeVisible();
  });

  test("who is writing is shown, and gone with what they say", async () => {
    const event = await showChat();
    const { personId, name } = words("").author;
    const typing = page.getByText(new RegExp(`${name} .*typing`));
    event.watcher.presence({ type: "typing", eventId: going.eventId, people: [{ personId, name }] });
    await expect.element(typing).toBeVisible();
    event.happens({ type: "chat.posted", message: words("Here it is") });
    await expect.element(typing).not.toBeInTheDocument();
  });

  test("everything around the messages is German for German readers", async () => {
    await showChat({ ...going, messages: [], hasOlderMessages: false }, "de");
    await expect.element(page.getByText("Noch keine Nachrichten")).toBeVisible();
    await expect.element(page.getByRole("textbox", { name: "Nachricht" })).toBeVisible();
    expect(document.body.textContent).not.toMatch(/\b(message|Conversation|Send)\b/);
  });
});
