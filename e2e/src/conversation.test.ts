import { expect, test } from "vitest";
import type { Locator, Page } from "playwright-core";
import { composer, conversation, message, onMessage, openConversation, say } from "./support/conversation.ts";
import { anEvent, comeByShareLink, invite, openEvent, openInvitation, untilLive } from "./support/events.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();

/** Edits a message and writes before the page has drawn again; returns what stands there when it has. */
async function typedAtOnce(page: Page, words: string): Promise<string> {
  const written = message(page, "Is there par");
  await written.focus();
  const edit = await written.getByRole("button", { name: "Edit", exact: true }).elementHandle();
  return composer(page).evaluate(
    async (box, [button, text]) => {
      (button as HTMLElement).click();
      for (let turn = 0; turn < 10; turn++) await Promise.resolve();
      Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value")!.set!.call(box, text);
      box.dispatchEvent(new Event("input", { bubbles: true }));
      await new Promise((done) => setTimeout(done, 200));
      return (box as HTMLTextAreaElement).value;
    },
    [edit, words] as const,
  );
}

/** The colour that something is drawn in, or would be if it were this one. */
const colourOf = (what: Locator, wanted = ""): Promise<string> =>
  what.evaluate((element, colour) => {
    const probe = element.appendChild(document.createElement("span"));
    probe.style.color = colour;
    const { color } = getComputedStyle(probe);
    probe.remove();
    return color;
  }, wanted);

test("two people chat: new, quoted, edited and deleted messages are the same on both screens", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest("Grace Hopper");
  const event = await anEvent(host);
  await invite(event, [guest]);
  await openEvent(host, event);
  await openInvitation(guest, event);
  await untilLive(guest);
  await openConversation(guest.page);

  for (const { page } of [host, guest]) await page.getByText("2 here now").waitFor();
  await composer(guest.page).pressSequentially("Is there par");
  await host.page.getByText("Grace Hopper is typing…").waitFor();
  await composer(guest.page).press("Enter");
  await message(host.page, "Is there par").waitFor();
  await host.page.getByText("Grace Hopper is typing…").waitFor({ state: "hidden" });

  expect(await typedAtOnce(guest.page, "Is there a"), "typed before the next frame").toBe("Is there a");
  const save = guest.page.getByRole("button", { name: "Save", exact: true });
  expect(await colourOf(save)).toBe(await colourOf(save, "var(--on-accent)"));
  await say(guest.page, "Is there parking?");
  await message(host.page, "Is there parking?").getByText("edited").waitFor();

  await onMessage(host.page, "Is there parking?", "Reply");
  await host.page.getByText("Replying to Grace Hopper").waitFor();
  await say(host.page, "Behind the church.");
  const reply = message(guest.page, "Behind the church.");
  await reply.getByRole("button", { name: "Grace Hopper Is there parking?" }).waitFor();
  await reply.getByText("Host", { exact: true }).waitFor();

  await say(guest.page, "Wrong window, sorry");
  await onMessage(guest.page, "Wrong window", "Delete");
  await guest.page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await message(host.page, "Message deleted").waitFor();

  await say(guest.page, "Buy my watches");
  await onMessage(host.page, "Buy my watches", "Delete");
  await host.page.getByRole("dialog").getByRole("button", { name: "Delete", exact: true }).click();
  await message(guest.page, "Deleted by a host").waitFor();

  const said = ["Is there parking?", "Behind the church.", "Message deleted", "Deleted by a host"];
  for (const { page } of [host, guest]) {
    expect(await conversation(page).getByRole("article").count()).toBe(said.length);
    for (const words of said) expect(await message(page, words).count(), words).toBeGreaterThan(0);
    expect(await conversation(page).innerText()).not.toContain("watches");
  }

  await guest.page.goto("about:blank");
  await host.page.getByText("1 here now").waitFor();
});

test("on a phone a long press on a message opens its actions, scrolling does not", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest("Grace Hopper");
  const event = await anEvent(host);
  await invite(event, [guest]);
  await openInvitation(guest, event);
  await untilLive(guest);
  await openConversation(guest.page);
  await say(guest.page, "Is there parking?");
  await openEvent(host, event);
  await say(host.page, "Behind the church.");
  const written = message(guest.page, "Behind the church.");
  const reply = written.getByRole("button", { name: "Reply", exact: true });
  await written.waitFor();
  await guest.page.getByText("Ada Almeida").last().waitFor();

  const { x, y, width, height } = (await written.locator(".bubble").boundingBox())!;
  const finger = await guest.page.context().newCDPSession(guest.page);
  const at = { x: x + width / 2, y: y + height / 2 };
  const touch = (type: "touchStart" | "touchMove" | "touchEnd", points: { x: number; y: number }[]) =>
    finger.send("Input.dispatchTouchEvent", { type, touchPoints: points });

  await touch("touchStart", [at]);
  for (const step of [15, 30, 45, 60]) await touch("touchMove", [{ x: at.x, y: at.y - step }]);
  await new Promise((rest) => setTimeout(rest, 600));
  await touch("touchEnd", []);
  expect(await reply.isVisible()).toBe(false);

  await touch("touchStart", [at]);
  await reply.waitFor();
  await touch("touchEnd", []);
  await reply.click();
  await guest.page.getByText("Replying to Ada Almeida").waitFor();
});

/** A page without a live connection asks for news once a minute, and when it is loaded. */
async function afterReloads(page: Page, shown: Locator): Promise<void> {
  let timeout = 1_000; // in which an idle machine draws a page
  const isShown = async () => {
    timeout *= 2;
    await page.reload();
    return shown.waitFor({ timeout }).then(
      () => true,
      () => false,
    );
  };
  await expect.poll(isShown).toBe(true);
}

test("people mention each other: by keys at a desk, by a tap on a phone, and whoever is elsewhere has it in the bell", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aHost("Maria Winter", "phone");
  const event = await anEvent(host);
  await comeByShareLink(guest, event);
  await openConversation(guest.page);
  await host.page.goto(`${host.url}/account`);

  await composer(guest.page).pressSequentially("Parking, @ada");
  const option = guest.page.getByRole("listbox", { name: "People to mention" }).getByRole("option", { name: "Ada Almeida Host" });
  await option.tap();
  expect(await composer(guest.page).inputValue()).toBe("Parking, @Ada Almeida ");
  await composer(guest.page).pressSequentially("?");
  await composer(guest.page).press("Enter");
  await message(guest.page, "Parking, @Ada Almeida ?").waitFor();
  await host.page.goto(`${host.url}/notifications`);
  await afterReloads(host.page, host.page.getByText(/Maria Winter.* mentioned you at/));

  await guest.page.goto(`${guest.url}/account`);
  await openEvent(host, event);
  await message(host.page, "Parking, @Ada Almeida ?").locator("mark", { hasText: "@Ada Almeida" }).waitFor();
  await composer(host.page).pressSequentially("Behind the church, @m");
  await host.page.getByRole("option", { name: "Maria Winter" }).waitFor();
  for (const _ of ["choose", "send"]) await host.page.keyboard.press("Enter");
  await message(host.page, "Behind the church, @Maria Winter").waitFor();
  await afterReloads(guest.page, guest.page.getByRole("link", { name: /^Notifications: \d unread/ }));
  await openEvent(guest, event);
  await openConversation(guest.page);
  await message(guest.page, "Behind the church").locator("mark", { hasText: "@Maria Winter" }).waitFor();
});
