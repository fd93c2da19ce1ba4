import { resolve } from "node:path";
import type { Page } from "playwright-core";
import { expect, inject, test } from "vitest";
import { ofToday } from "../../server/src/testing/turns.test-support.ts";
import { ask } from "./support/api.ts";
import { choiceOf, untilAnswerIs } from "./support/answers.ts";
import { openConversation } from "./support/conversation.ts";
import { anEvent, invite, openInvitation, untilLive } from "./support/events.ts";
import { openMail } from "./support/mailbox.ts";
import type { Device, Person } from "./support/people.ts";
import { examine, type Screen } from "./support/screens.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();
const heading = (page: Page, name: string | RegExp) => page.getByRole("heading", { level: 1, name }).waitFor();
const README_PICTURE = resolve(import.meta.dirname, "../../docs/screenshot.png");

test.each<Device>(ofToday(["desktop", "phone"]))("every screen is clean in axe's eyes, in both themes, on a %s", async (device) => {
  const host = await stage.aGuest("Ada Almeida", device);
  const guest = await stage.aGuest("Sofia Duarte", device);
  const visitor = await stage.aGuest("Vera Lund", device);
  await ask(host, "POST", "/api/auth/sign-in", { email: "ada@example.org", password: inject("examplePassword") });
  const example = await exampleOf(host);
  const { guests } = await ask<{ guests: { guestId: string }[] }>(
    host,
    "GET",
    `/api/events/${example}/guests?order=answered&search=&standing=going`,
  );
  const personal = await ask<{ url: string }>(host, "POST", `/api/events/${example}/guests/${guests[0]!.guestId}/link`, {
    commandId: crypto.randomUUID(),
  });
  const share = await ask<{ url: string }>(host, "GET", `/api/events/${example}/share-link`);
  // Axe's own script does not get into emails either.
  host.forgives.push(/Blocked script execution in '[^']*\/invitations\/preview'/);
  visitor.forgives.push(/status of 404/, /Blocked script execution in '[^']*\/mailbox\/[^']*\/body'/);

  const found = await Promise.all([
    examine(visitor.page, visitorScreens(visitor, { example, share: share.url }), device),
    examine(guest.page, guestScreens(guest, personal.url), device),
    examine(host.page, hostScreens(host, { example, device }), device),
  ]);
  expect(found.flat()).toEqual([]);
});

async function exampleOf(host: Person): Promise<string> {
  const { events } = await ask<{ events: { eventId: string }[] }>(host, "GET", "/api/my-events");
  return events[0]!.eventId;
}

function visitorScreens(visitor: Person, { example, share }: { example: string; share: string }): Screen[] {
  const at = (path: string, title: string | RegExp) => async (page: Page) => {
    await page.goto(`${visitor.url}${path}`);
    await heading(page, title);
  };
  return [
    { name: "home", open: at("/", "See who turns up.") },
    { name: "sign in", open: at("/sign-in", "Welcome back") },
    { name: "sign up", open: at("/sign-up", /account/) },
    { name: "reset", open: at("/reset-password", /./) },
    { name: "my events of nobody", open: at("/events", "My events") },
    { name: "not found", open: at("/nowhere", /Page not found/) },
    { name: "recover", open: at(`/e/${example}/recover`, /link/) },
    { name: "mailbox", open: at("/mailbox", "Mailbox") },
    {
      name: "mail",
      async open() {
        await ask(visitor, "POST", "/api/auth/sign-in-links", { email: visitor.email, locale: "en" });
        await openMail(visitor, "Your sign-in link");
      },
    },
    {
      name: "event as visitor",
      async open(page) {
        await page.goto(share);
        await untilLive({ page });
      },
    },
    { name: "answer form of a visitor", open: (page) => choiceOf(page, "Maybe").click() },
    { name: "closed conversation", open: openConversation },
  ];
}

function guestScreens(guest: Person, personal: string): Screen[] {
  return [
    {
      name: "event as guest",
      async open(page) {
        await page.goto(personal);
        await untilLive(guest);
      },
    },
    { name: "answer form of a guest", open: (page) => page.getByRole("button", { name: "Change", exact: true }).click() },
    { name: "conversation", open: openConversation },
  ];
}

function hostScreens({ url }: Person, { example, device }: { example: string; device: Device }): Screen[] {
  const at = (path: string, title: string | RegExp, content?: string) => async (page: Page) => {
    await page.goto(`${url}${path}`);
    await heading(page, title);
    if (content) await page.getByText(content).first().waitFor();
  };
  const event = (path: string, title: string | RegExp) => async (page: Page) => {
    await at(`/e/${example}${path}`, title)(page);
    await untilLive({ page });
  };
  return [
    {
      name: "event as host",
      async open(page) {
        await event("", /./)(page);
        if (process.env.SCREENSHOTS && device === "desktop") await takeReadmePicture(page);
      },
    },
    { name: "my events", open: at("/events", "My events", " table ") },
    { name: "notifications", open: at("/notifications", "Notifications", "You get this because") },
    { name: "account", open: at("/account", "Your account", "this browser") },
    { name: "new event", open: at("/events/new", "New event") },
    { name: "editor", open: at(`/e/${example}/edit`, "Edit the event") },
    { name: "invite", open: at(`/e/${example}/invite`, "Invite people") },
    {
      name: "invite with rows",
      open: (page) => page.getByLabel("Who is invited?").fill("Grace Hopper <grace@example.org>\nnot@an@address\nLin"),
    },
    { name: "settings", open: event("/settings", "Settings") },
    { name: "guest list", open: event("/guests", "Guests") },
    {
      name: "guests to tag",
      async open(page) {
        const box = page.getByRole("checkbox", { name: /^Select / }).first();
        const tag = `Family, by ${device}`; // the other device is at the same event
        await event("/guests", "Guests")(page);
        await box.check();
        await page.getByRole("button", { name: "Add tag" }).click();
        await page.getByRole("combobox", { name: "Tag" }).fill(tag);
        await page.getByRole("button", { name: "Tag 1 guest" }).click();
        await page.getByRole("group", { name: "Filter by tag" }).getByRole("button", { name: tag }).waitFor();
        await box.check();
        await page.getByRole("region", { name: "Selected guests" }).waitFor();
      },
    },
    {
      name: "guest drawer",
      async open(page) {
        await page.getByRole("list", { name: "Guests" }).getByRole("button").first().click();
        await page.getByRole("dialog").getByText("Put on the list").waitFor();
      },
    },
    { name: "door", open: event("/door", "Door") },
    { name: "board", open: event("/board", / table /) },
  ];
}

/** A bit taller than the window, so that it shows who comes. */
async function takeReadmePicture(page: Page) {
  const { width, height } = page.viewportSize()!;
  await page.setViewportSize({ width, height: 1_040 });
  await page.screenshot({ path: README_PICTURE });
  await page.setViewportSize({ width, height });
}

test("answering works by keyboard alone, with the focus always visible", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest("Grace Hopper", "desktop");
  const event = await anEvent(host, { plusOnesAllowed: 2 });
  await invite(event, [guest]);
  await openInvitation(guest, event, "Maybe");
  const { page } = guest;
  await untilLive(guest);
  await page.goto(event.page);
  await untilLive(guest);

  await page.keyboard.press("Tab");
  expect(await focused(page)).toBe("Skip to the content");
  await page.keyboard.press("Enter");
  await walkTo(page, /^Going/);
  await page.keyboard.press("Space");
  expect(await focused(page), "the focus goes into the form").not.toBe("");
  await walkTo(page, /^One more$/);
  await page.keyboard.press("Enter");
  await walkTo(page, /^Yes, I'm going$/);
  await page.keyboard.press("Enter");
  await untilAnswerIs(page, "with 1 more");
  await walkTo(page, /^Change$/);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Escape");
  await untilAnswerIs(page, "You're going");
  await walkTo(page, /^Message$/);
  await page.keyboard.type("Done without a mouse");
  await page.keyboard.press("Enter");
  await page.getByRole("article").filter({ hasText: "Done without a mouse" }).waitFor();
  expect(await focused(page), "whoever writes goes on writing").toBe("Message");
});

/** More steps than any page has between two things of one task. */
const FAR = 40;

async function walkTo(page: Page, name: RegExp) {
  const passed: string[] = [];
  while (passed.length < FAR) {
    await page.keyboard.press("Tab");
    const here = await focused(page);
    if (name.test(here)) return;
    passed.push(here);
  }
  throw new Error(`${name} was not reached by Tab, only: ${passed.join(", ")}`);
}

/** What the focus is on, by name; throws if nobody could see that. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const here = document.activeElement;
    if (!(here instanceof HTMLElement) || here === document.body) return "";
    const { outlineStyle, boxShadow } = getComputedStyle(here);
    if (outlineStyle === "none" && boxShadow === "none") throw new Error(`the focus is not to be seen on ${here.outerHTML.slice(0, 200)}`);
    return (here.getAttribute("aria-label") ?? here.innerText).trim();
  });
}
