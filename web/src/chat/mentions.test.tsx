import { describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { folded } from "@turnout/contract/folded";
import type { GuestCard } from "@turnout/contract/guests";
import { asked, refuse, whenAsked, untilTaken } from "../testing/fake-server.test-support.ts";
import { ada, going, me, snapshots } from "../testing/snapshots.test-support.ts";
import { action, box, MESSAGES, OWN, posted, reach, row, showChat, words } from "./chat-panel.test-support.tsx";

const GUESTS = `/api/events/${going.eventId}/guests`;
const id = (number: number) => `00000000-0000-4000-8000-00000000070${number}`;
const card = (number: number, name: string, standing: GuestCard["standing"] = "going") => ({ guestId: id(number), name, standing });
const people = [card(1, "Annie Easley"), card(2, "Ângela Ruiz", "maybe"), card(3, "Barbara Liskov", "none")];

const field = page.getByRole("combobox", { name: "Message" });
const list = page.getByRole("listbox", { name: "People to mention" });
const option = (name: string | RegExp) => list.getByRole("option", { name });
const written = () => document.querySelector<HTMLTextAreaElement>(".composer textarea")!.value;

/** As the server finds them. */
function serveGuests(found = people) {
  whenAsked(`GET ${GUESTS}`, ({ query }) => {
    const guests = found.filter(({ name }) => folded(name).includes(folded(query.get("search") ?? "")));
    return { body: { guests, next: null, total: guests.length, seq: 200 } };
  });
}

async function typing(text: string, as = going) {
  serveGuests();
  whenAsked(`POST ${MESSAGES}`, { body: { seq: 201 } });
  const event = await showChat(as);
  await box.click();
  await userEvent.keyboard(text);
  return event;
}

describe("an @", () => {
  test("opens hosts and guests by name, without accents, and asks nobody before", async () => {
    await typing("Hello");
    expect(asked("GET", GUESTS)).toEqual([]);
    await userEvent.keyboard(" @a");
    await expect.element(option(/Annie Easley/)).toBeVisible();
    await expect.element(option(/Ada Lindgren/)).toMatchTextContent(/Host/);
    await userEvent.keyboard("ng");
    await expect.element(option(/Ângela Ruiz/)).toBeVisible();
    await expect.element(option(/Annie Easley/)).not.toBeInTheDocument();
  });

  test("offers nobody for their address, and first those whose name begins like that", async () => {
    await typing("Hi ");
    const found = [
      { ...card(4, "Adele Eriksen"), email: "adele@example.org" },
      { ...card(5, "Tim Moreau"), email: null },
      { ...card(6, "Zoe Imani"), email: null },
    ];
    whenAsked(`GET ${GUESTS}`, { body: { guests: found.toReversed(), next: null, total: 3, seq: 200 } });
    await userEvent.keyboard("@m");
    const names = () => [...document.querySelectorAll('[role="option"] bdi')].map((name) => name.textContent);
    await expect.poll(names).toEqual(["Tim Moreau", "Zoe Imani"]);
  });

  test("leads by the keys, as a combobox that says which option they are at", async () => {
    await typing("@a");
    await expect.element(option(/Annie Easley/)).toBeVisible();
    await expect.element(field).toHaveAttribute("aria-expanded", "true");
    const active = () => document.querySelector('[role="option"][aria-selected="true"]')!;
    const isAtActive = () => field.element().getAttribute("aria-activedescendant") === active().id;
    expect(active().textContent).toMatch(/Ada/);
    await userEvent.keyboard("{ArrowDown}{ArrowDown}{ArrowUp}");
    await expect.poll(() => active().textContent).not.toMatch(/Ada/);
    await expect.poll(isAtActive).toBe(true);
    await userEvent.keyboard("{ArrowUp}{Enter}");
    expect(written()).toBe("@Ada Lindgren ");
    await expect.element(list).not.toBeInTheDocument();
    await expect.element(box).toHaveFocus();
    expect(posted()).toEqual([]); // Enter chose
  });

  test("Tab chooses too, Escape closes the list and leaves the text, and Enter then sends it", async () => {
    await typing("@ann");
    await expect.element(option(/Annie/)).toBeVisible();
    await userEvent.keyboard("{Tab}");
    expect(written()).toBe("@Annie Easley ");
    await expect.element(box).toHaveFocus();
    await userEvent.keyboard("and @ang");
    await expect.element(option(/Ângela/)).toBeVisible();
    await userEvent.keyboard("{Escape}");
    await expect.element(list).not.toBeInTheDocument();
    const before = asked("GET", GUESTS).length;
    await userEvent.keyboard("e");
    await untilTaken();
    expect([list.elements(), asked("GET", GUESTS).length], "nobody is looked for again").toEqual([[], before]);
    await userEvent.keyboard("{Enter}");
    await expect.element(list).not.toBeInTheDocument();
    await expect.poll(posted).toMatchObject([{ text: "@Annie Easley and @ange", mentions: [{ personId: id(1), at: 0, length: 13 }] }]);
  });

  test("a tap chooses, and the message keeps the focus", async () => {
    await typing("Hi @an");
    await option(/Annie/).click();
    expect(written()).toBe("Hi @Annie Easley ");
    await expect.element(box).toHaveFocus();
    await userEvent.keyboard("{Enter}");
    await expect.poll(posted).toMatchObject([{ text: "Hi @Annie Easley", mentions: [{ personId: id(1), at: 3, length: 13 }] }]);
  });

  test("in an address opens nothing", async () => {
    await typing("me@example.org");
    await expect.element(list).not.toBeInTheDocument();
    expect(asked("GET", GUESTS)).toEqual([]);
  });

  test("says that there is nobody by that name, and when the list cannot be loaded", async () => {
    await typing("@xyz");
    await expect.element(page.getByText("No one by that name")).toBeVisible();
    whenAsked(`GET ${GUESTS}`, { status: 500 });
    await userEvent.keyboard("w");
    await expect.element(page.getByText("The guest list can't be loaded right now.")).toBeVisible();
    await userEvent.keyboard("{Enter}");
    await expect.poll(posted).toMatchObject([{ text: "@xyzw" }]);
  });

  test("a host finds those who have not answered after those who come, and not themselves", async () => {
    await typing("@", snapshots["host"]!);
    await expect.element(option(/Barbara/)).toBeVisible();
    await expect.element(option(/Ada Lindgren/)).not.toBeInTheDocument();
  });
});

describe("a mention", () => {
  const mentioning = (personId: string | null, name: string) => ({
    ...words(`Ask @${name}, *please*`),
    mentions: [{ personId, at: 4, length: name.length + 1 }],
  });

  test("is marked, and one's own more than others", async () => {
    const mine = mentioning(me.guestId, me.name);
    const other = mentioning(ada.userId, ada.name);
    await showChat({ ...going, messages: [...going.messages, mine, other] });
    await expect.element(row(mine).getByText(`@${me.name}`)).toHaveClass("mention-me");
    await expect.element(row(other).getByText(`@${ada.name}`)).toHaveClass("mention");
    await expect.element(row(other).getByText(`@${ada.name}`)).not.toHaveClass("mention-me");
    expect(row(other).element().querySelector("em")?.textContent).toBe("please");
  });

  test("of somebody who was erased is somebody, in the reader's language", async () => {
    const erased = mentioning(null, "…");
    await showChat({ ...going, messages: [...going.messages, erased] }, "de");
    await expect.element(row(erased).getByText("@jemand")).toBeVisible();
  });

  test("by a name with markup in it is that name, and in a link only the text that the link was judged by", async () => {
    const starred = mentioning(ada.userId, "*b* `c`");
    const name = "paypal.com";
    const linked = { ...words(`[@${name}](https://example.org)`), mentions: [{ personId: ada.userId, at: 1, length: name.length + 1 }] };
    await showChat({ ...going, messages: [...going.messages, starred, linked] });
    await expect.element(row(starred).getByText("@*b* `c`")).toHaveClass("mention");
    await expect.element(row(linked).getByRole("link")).toMatchTextContent(`@${name}`);
    expect(row(linked).element().querySelector(".mention")).toBeNull();
  });

  test("that does not fit its text is only text", async () => {
    const off = { ...words("Hello"), mentions: [{ personId: ada.userId, at: 40, length: 5 }] };
    await showChat({ ...going, messages: [...going.messages, off] });
    await expect.element(row(off).getByText("Hello")).toBeVisible();
  });

  test("stays in an edit that leaves its name, and goes with it", async () => {
    const said = { ...OWN, text: `Ask @${ada.name} please`, mentions: [{ personId: ada.userId, at: 4, length: ada.name.length + 1 }] };
    const patched = () => asked("PATCH").map(({ body }) => ({ text: body["text"], mentions: body["mentions"] }));
    whenAsked(`PATCH ${MESSAGES}/${OWN.messageId}`, { body: { seq: 201 } });
    await showChat({ ...going, messages: going.messages.map((message) => (message.messageId === OWN.messageId ? said : message)) });
    reach(said);
    await action(said, "Edit").click();
    await expect.element(box).toHaveValue(said.text);
    await box.fill(`Oh, ask @${ada.name} please`);
    await userEvent.keyboard("{Enter}");
    await expect.poll(patched).toEqual([{ text: `Oh, ask @${ada.name} please`, mentions: [{ ...said.mentions[0], at: 8 }] }]);
  });

  test("that is refused can go out as text alone", async () => {
    await typing("@ann");
    await expect.element(option(/Annie/)).toBeVisible();
    await userEvent.keyboard("{Enter}");
    whenAsked(`POST ${MESSAGES}`, refuse("mention_unknown", {}, 409));
    await userEvent.keyboard("{Enter}");
    await expect.element(page.getByText(/Someone in this message can't be mentioned any more/)).toBeVisible();
    whenAsked(`POST ${MESSAGES}`, { body: { seq: 201 } });
    await page.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => posted().at(-1)).toMatchObject({ text: "@Annie Easley" });
    expect(posted().at(-1)).not.toHaveProperty("mentions");
  });
});
