import { describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { DoorFact, DoorFinding, GateCount, Roster } from "@turnout/contract/door-facts";
import type { GuestCard } from "@turnout/contract/guests";
import type { Locale } from "@turnout/contract/locale";
import { endDoorPatience, holdDoorPatience } from "../testing/door-patience.test-support.ts";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { guestCard, listOf } from "../testing/guest-cards.test-support.ts";
import { mount } from "../testing/mount.test-support.tsx";
import { setNetwork } from "../testing/network.test-support.ts";
import { withPageData } from "../testing/open-page.test-support.tsx";
import { snapshots } from "../testing/snapshots.test-support.ts";
import { DoorPage } from "./door-page.tsx";

holdDoorPatience();
const host = snapshots["host"]!;
const rows = page.getByRole("list", { name: "Guests" }).getByRole("listitem");
const row = (guest: GuestCard) => rows.filter({ hasText: guest.name });
const search = page.getByRole("searchbox");
const notices = page.getByRole("region", { name: "Notices" });
const item = (name: string) => page.getByRole("menuitem", { name });

const grace = guestCard(0, { standing: "going", partySize: 5, plusOnes: ["Vera", "", "", ""] });
const alan = guestCard(1, { standing: "going", arrived: 1, arrivedAt: "2027-06-01T17:42:00.000Z" });
const katherine = guestCard(2, { standing: "declined" });
const everybody = [grace, alan, katherine];

async function showDoor({
  as = host,
  guests = everybody,
  findings = [] as DoorFinding[],
  gates = [] as GateCount[],
  locale = "en" as Locale,
} = {}) {
  const eventId = crypto.randomUUID();
  const path = `/api/events/${eventId}`;
  const arrivals = (guest: GuestCard) => `${path}/guests/${guest.guestId}/arrivals`;
  whenAsked(`GET ${path}`, { body: { ...as, eventId } });
  whenAsked(`GET ${path}/guests`, listOf(guests));
  whenAsked(`GET ${path}/door/roster`, { body: rosterOf(guests), headers: { etag: 'W/"9"' } });
  whenAsked(`GET ${path}/door/gates`, { body: { gates } });
  whenAsked(`GET ${path}/door/findings`, { body: { findings } });
  for (const guest of guests) whenAsked(`POST ${arrivals(guest)}`, { body: { seq: 9 } });
  // What a door has kept it sends by itself after a while, and a test may take longer.
  whenAsked(`POST ${path}/arrivals`, ({ body }) => ({ body: { seq: 9, outcomes: (body["facts"] as DoorFact[]).map(() => "in") } }));
  await mount(withPageData({ ...as, eventId }, <DoorPage params={{ eventId }} />), locale);
  return { recorded: (guest: GuestCard) => asked("POST", arrivals(guest)).map(({ body }) => body as object), path };
}

const rosterOf = (guests: GuestCard[], until = "2999-01-01T00:00:00.000Z"): Roster => ({
  seq: 9,
  at: new Date().toISOString(),
  until,
  title: "Picnic",
  guests: guests.map(({ guestId, name, partySize, arrived = 0, standing }) => [
    guestId,
    name,
    partySize,
    arrived,
    ["none", "going", "maybe", "declined", "waiting"].indexOf(standing),
  ]),
});

/** Badges and words of a row that lie under one of its buttons. */
function wordsUnderButtons(item: Element): string[] {
  const buttons = [...item.querySelectorAll(".door-actions button")].map((button) => button.getBoundingClientRect());
  const isUnder = (one: DOMRect) =>
    buttons.some(({ left, right, top, bottom }) => one.left < right && one.right > left && one.top < bottom && one.bottom > top);
  const words = [...item.querySelectorAll("strong, .door-state > *")];
  return words.filter((word) => isUnder(word.getBoundingClientRect())).map((word) => word.textContent);
}

describe("at the door", () => {
  test("each party says who it is and how many of it are here, and only the unexpected have a sign of their answer", async () => {
    await showDoor({ as: { ...host, tally: { ...host.tally, going: 12, arrived: 3 } } });
    await expect.element(row(grace)).toMatchTextContent(/with Vera.*Let in 5/);
    await expect.element(row(alan)).toMatchTextContent(/Here since/);
    await expect.element(row(katherine)).toMatchTextContent(/Can't come.*Let in/);
    await expect.element(row(alan).getByRole("button", { name: /Let in/ })).not.toBeInTheDocument();
    await expect.element(page.getByRole("status").first()).toMatchTextContent(/3.*here.*12 people said they are coming/);
    await expect.element(page.getByRole("progressbar")).toHaveAttribute("aria-valuenow", "3");
  });

  test.each<[string, number, Locale]>([
    ["phone", 390, "en"],
    ["phone, in German", 390, "de"],
    ["small phone, in German", 320, "de"],
    ["desktop", 1280, "en"],
  ])("the buttons that let in begin in one column, whatever they say, and all rows end alike: %s", async (_device, width, locale) => {
    await page.viewport(width, 844);
    await showDoor({ guests: [grace, alan, katherine, { ...katherine, ...guestCard(5), partySize: 12 }], locale });
    const buttons = page.getByRole("button", { name: /^(Let in|Einlassen|\d+ einlassen)/ });
    await expect.poll(() => buttons.elements().length).toBe(3);
    const begins = buttons.elements().map((button) => button.getBoundingClientRect().left);
    expect(new Set(begins).size, String(begins)).toBe(1);
    const last = [...document.querySelectorAll(".door-actions > :last-child")];
    const ends = last.map((action) => action.getBoundingClientRect().right);
    expect(new Set(ends).size, String(ends)).toBe(1);
    expect(document.documentElement.scrollWidth).toBe(width);
    await page.viewport(1280, 900);
  });

  test("guests of one name are told apart by address or tag, others have neither", async () => {
    const again = { ...guestCard(5), name: grace.name, email: null, tags: ["Family"] };
    await showDoor({ guests: [grace, alan, again] });
    await expect.element(row(grace).first()).toMatchTextContent(grace.email!);
    await expect.element(row(grace).last()).toMatchTextContent("Family");
    await expect.element(row(alan)).not.toMatchTextContent(alan.email!);
  });

  test("whoever is not found is added by the name that was typed, and the host is told that they wait", async () => {
    const { path } = await showDoor({ as: { ...host, details: { ...host.details, capacity: 60 } }, guests: [] });
    whenAsked(`POST ${path}/guests`, ({ body }) => {
      whenAsked(`GET ${path}/guests/${String(body["guestId"])}/history`, { body: { lines: [], place: 3 } });
      return { body: { seq: 201 } };
    });
    await search.fill("Walter Walkin");
    await page.getByRole("button", { name: "Add Walter Walkin" }).click();
    const dialog = page.getByRole("dialog", { name: "Add a guest" });
    await expect.element(dialog.getByLabelText("Name")).toHaveValue("Walter Walkin");
    await dialog.getByRole("button", { name: "Add to the list" }).click();
    await expect.element(notices.getByText("Walter Walkin is on the waitlist")).toBeVisible();
  });

  test("several gates are counted apart, also those without a name", async () => {
    const gates = [
      { gate: "North", people: 12 },
      { gate: "", people: 3 },
    ];
    await showDoor({ gates });
    await expect.element(page.getByRole("list", { name: "By gate" })).toMatchTextContent(/North 12.*unnamed door 3/);
  });

  test("one press lets the whole party in, and Undo takes that back", async () => {
    const { recorded } = await showDoor();
    await row(grace).getByRole("button", { name: "Let in 5: Grace Almeida" }).click();
    await expect.element(notices.getByText("Grace Almeida is in: 5 people")).toBeVisible();
    await notices.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => recorded(grace)).toMatchObject([{ people: 5, override: false }, { people: -5 }]);
  });

  test("a part of a party is let in, and one more than announced", async () => {
    const { recorded } = await showDoor();
    await row(grace)
      .getByRole("button", { name: /^More for/ })
      .click();
    await item("Let in 3").click();
    await expect.poll(() => recorded(grace)).toMatchObject([{ people: 3, override: false }]);
    await row(alan)
      .getByRole("button", { name: /^More for/ })
      .click();
    await item("One more came along").click();
    await expect.poll(() => recorded(alan)).toMatchObject([{ people: 1, override: true }]);
    await row(alan)
      .getByRole("button", { name: /^More for/ })
      .click();
    await item("Take one back").click();
    await expect.poll(() => recorded(alan)).toMatchObject([{ people: 1 }, { people: -1 }]);
  });

  test("a minus whose answer was lost is sent again as the same command, and one after an answer is another", async () => {
    const { recorded, path } = await showDoor();
    const takeBack = async () => {
      await row(alan)
        .getByRole("button", { name: /^More for/ })
        .click();
      await item("Take one back").click();
    };
    whenAsked(`POST ${path}/guests/${alan.guestId}/arrivals`, { status: 503 });
    await takeBack();
    await expect.element(notices.getByText(/^No connection right now/)).toBeVisible();
    whenAsked(`POST ${path}/guests/${alan.guestId}/arrivals`, { body: { seq: 9 } });
    await takeBack();
    await expect.element(notices.getByText(/^Taken back/)).toBeVisible();
    await takeBack();
    await expect.poll(() => recorded(alan).length).toBe(3);
    const [lost, again, another] = recorded(alan);
    expect(again).toEqual(lost);
    expect(another).not.toEqual(lost);
  });

  test("Enter lets the only match in and clears the search; of several, and of those who are here, nobody", async () => {
    const { recorded } = await showDoor();
    await search.fill("a");
    await expect.poll(() => rows.elements().length).toBe(3);
    await userEvent.keyboard("{Enter}");
    await search.fill("alan");
    await expect.poll(() => rows.elements().length).toBe(1);
    await userEvent.keyboard("{Enter}");
    await search.fill("kath");
    await expect.element(row(katherine)).toBeVisible();
    await expect.poll(() => rows.elements().length).toBe(1);
    await userEvent.keyboard("{Enter}");
    await expect.element(search).toHaveValue("");
    expect([grace, alan, katherine].map((guest) => recorded(guest).length)).toEqual([0, 0, 1]);
  });

  test("who came in by another door is said in words, and nobody is let in twice", async () => {
    const { path } = await showDoor();
    whenAsked(`POST ${path}/guests/${grace.guestId}/arrivals`, refuse("already_arrived", { arrived: 5, party: 5 }));
    await row(grace)
      .getByRole("button", { name: /^Let in/ })
      .click();
    await expect.element(notices.getByText("5 of 5 people of this party are here already.")).toBeVisible();
  });

  test("where nobody is found, the way on is to add them", async () => {
    await showDoor();
    await search.fill("zzz");
    await expect.element(page.getByText("Nobody matches")).toBeVisible();
    await page.getByRole("button", { name: "Add a guest" }).click();
    await expect.element(page.getByRole("dialog", { name: "Add a guest" })).toBeVisible();
  });

  test("guests do not see it", async () => {
    await showDoor({ as: snapshots["going"] ?? { ...host, viewer: { ...host.viewer, class: "guest" } } });
    await expect.element(page.getByText("Only hosts can see the guest list")).toBeVisible();
  });

  test("fits a phone, in German too, with buttons for thumbs that cover no words", async () => {
    await page.viewport(390, 844);
    const silent = guestCard(3, { name: "Wolfgang Amadeus" });
    await showDoor({ guests: [...everybody, silent], locale: "de" });
    const listed = page.getByRole("list", { name: "Gäste" }).getByRole("listitem");
    await expect.poll(() => listed.elements().length).toBe(4);
    for (const item of listed.elements()) expect(wordsUnderButtons(item), item.textContent).toEqual([]);
    expect(document.documentElement.scrollWidth).toBe(390);
    const button = page.getByRole("button", { name: "5 einlassen: Grace Almeida" });
    expect(button.element().getBoundingClientRect().height).toBeGreaterThanOrEqual(44);
    await page.viewport(1280, 900);
  });
});

describe("without a connection", () => {
  const kept = page.getByText(/^No connection: this door goes on with the list of/);

  /** A door that has read its list and then lost its network; `uploads` are what it sends afterwards. */
  async function showOffline(options: Parameters<typeof showDoor>[0] = {}, outcome = "in") {
    const shown = await showDoor(options);
    const uploads: { facts: DoorFact[]; device: string }[] = [];
    whenAsked(`POST ${shown.path}/arrivals`, ({ body }) => {
      const sent = body as unknown as (typeof uploads)[number];
      uploads.push(sent);
      return { body: { seq: 9, outcomes: sent.facts.map(() => outcome) } };
    });
    await expect.poll(() => asked("GET", `${shown.path}/door/roster`).length).toBeGreaterThan(0);
    await expect.element(row(grace)).toBeVisible();
    setNetwork(false);
    await expect.element(kept).toBeVisible();
    return { ...shown, uploads };
  }

  test("the door goes on with its list, finds names without accents, and keeps who came in until the server has it", async () => {
    const { uploads } = await showOffline({ guests: [...everybody, guestCard(3, { name: "Jörg Müller", standing: "going" })] });
    await search.fill("mueller jorg");
    await expect.poll(() => rows.elements().length).toBe(1);
    await userEvent.keyboard("{Enter}");
    await expect.element(notices.getByText("Jörg Müller is in: 1 person. Kept on this device.")).toBeVisible();
    await expect.element(page.getByText("1 arrival waits on this device until the other doors can know.")).toBeVisible();
    await search.fill("muller");
    await expect.element(rows.first()).toMatchTextContent(/1 of 1 here/);
    await expect.element(rows.first().getByRole("button", { name: /^Let in/ })).not.toBeInTheDocument();
    expect(uploads).toEqual([]);

    setNetwork(true);
    await expect.poll(() => uploads.length).toBe(1);
    expect(uploads[0]!.facts).toMatchObject([{ counter: 1, people: 1, gate: "" }]);
    await expect.element(notices.getByText("The other doors know now who came in here.")).toBeVisible();
    await expect.element(page.getByText(/arrivals? waits? on this device/)).not.toBeInTheDocument();
  });

  test("whom the door let in while it had a connection is in on its list, too, without it being read again", async () => {
    const { path, recorded } = await showDoor();
    whenAsked(`POST ${path}/guests/${grace.guestId}/arrivals`, { body: { seq: 10 } });
    await expect.poll(() => asked("GET", `${path}/door/roster`).length).toBeGreaterThan(0);
    await row(grace).getByRole("button", { name: "Let in 5: Grace Almeida" }).click();
    await expect.poll(() => recorded(grace).length, { message: "the press is sent" }).toBe(1);
    await expect.element(notices.getByText("Grace Almeida is in: 5 people")).toBeVisible();
    setNetwork(false);
    await expect.element(kept).toBeVisible();
    await expect.element(row(grace)).toMatchTextContent(/5 of 5 here/);
    await expect.element(page.getByText(/arrivals? waits? on this device/)).not.toBeInTheDocument();
  });

  test("what the door takes back is a fact too, whole or in part", async () => {
    const { uploads } = await showOffline();
    await search.fill("grace");
    await expect.poll(() => rows.elements().length).toBe(1);
    await userEvent.keyboard("{Enter}");
    await expect.element(row(grace)).toMatchTextContent(/5 of 5 here/);
    await row(grace)
      .getByRole("button", { name: /^More for/ })
      .click();
    await item("Take one back").click();
    await expect.element(row(grace)).toMatchTextContent(/4 of 5 here/);
    setNetwork(true);
    await expect.poll(() => uploads.length).toBe(1);
    expect(uploads[0]!.facts.map(({ people, takesBack }) => [people, takesBack ?? null])).toEqual([
      [5, null],
      [0, 1],
      [4, null],
    ]);
  });

  test("a command without an answer is recorded as a fact that names it", async () => {
    const { path } = await showDoor();
    whenAsked(`POST ${path}/guests/${grace.guestId}/arrivals`, { status: 503 });
    const uploads: { facts: DoorFact[] }[] = [];
    whenAsked(`POST ${path}/arrivals`, ({ body }) => {
      uploads.push(body as never);
      return { body: { seq: 9, outcomes: ["in"] } };
    });
    await row(grace)
      .getByRole("button", { name: /^Let in/ })
      .click();
    await expect.element(notices.getByText("Grace Almeida is in: 5 people. Kept on this device.")).toBeVisible();
    await expect.poll(() => uploads.length).toBe(1);
    const [tried] = asked("POST", `${path}/guests/${grace.guestId}/arrivals`);
    expect(uploads[0]!.facts).toMatchObject([{ people: 5, instead: tried!.body["commandId"] }]);
  });

  test("a command that gets no answer in time is recorded on the device, and the door goes on", async () => {
    const { path } = await showDoor();
    await expect.poll(() => asked("GET", `${path}/door/roster`).length).toBeGreaterThan(0);
    whenAsked(`POST ${path}/guests/${grace.guestId}/arrivals`, () => new Promise<never>(() => {}));
    await row(grace)
      .getByRole("button", { name: /^Let in/ })
      .click();
    await expect.poll(() => asked("POST", `${path}/guests/${grace.guestId}/arrivals`).length).toBe(1);
    expect(notices.getByText(/Grace Almeida is in/).elements()).toEqual([]);
    endDoorPatience();
    await expect.element(notices.getByText("Grace Almeida is in: 5 people. Kept on this device.")).toBeVisible();
  });

  test("the list is asked for by its tag, and one that is still the same is kept", async () => {
    const { path } = await showOffline();
    whenAsked(`GET ${path}/door/roster`, { status: 304 });
    const before = asked("GET", `${path}/door/roster`).length;
    setNetwork(true);
    await expect.poll(() => asked("GET", `${path}/door/roster`).length).toBeGreaterThan(before);
    expect(asked("GET", `${path}/door/roster`).at(-1)!.headers.get("if-none-match")).toBe('W/"9"');
    setNetwork(false);
    await expect.element(kept).toBeVisible();
  });

  test("a network that comes back while the list is being asked for has it asked for once more", async () => {
    const { path } = await showOffline();
    const slow = Promise.withResolvers<void>();
    const requests = () => asked("GET", `${path}/door/roster`).length;
    whenAsked(`GET ${path}/door/roster`, () => slow.promise.then(() => ({ status: 304 })));
    const before = requests();
    setNetwork(true);
    await expect.poll(requests).toBe(before + 1);
    setNetwork(false);
    await expect.element(kept).toBeVisible();
    setNetwork(true);
    await expect.element(kept).not.toBeInTheDocument();
    expect(requests()).toBe(before + 1);
    slow.resolve();
    await expect.poll(requests).toBe(before + 2);
    setNetwork(false);
    await expect.element(kept).toBeVisible();
  });

  test("a device that is no host's any more forgets its list, also with arrivals that nobody takes", async () => {
    const { path } = await showOffline();
    await search.fill("grace");
    await expect.poll(() => rows.elements().length).toBe(1);
    await userEvent.keyboard("{Enter}");
    await expect.element(page.getByText("1 arrival waits on this device until the other doors can know.")).toBeVisible();
    whenAsked(`POST ${path}/arrivals`, refuse("event_not_found", {}, 404));
    whenAsked(`GET ${path}/door/roster`, refuse("event_not_found", {}, 404));
    const before = asked("GET", `${path}/door/roster`).length;
    setNetwork(true);
    await expect.poll(() => asked("GET", `${path}/door/roster`).length).toBeGreaterThan(before);
    setNetwork(false);
    await expect.element(page.getByText("No connection, and no list on this device")).toBeVisible();
    await expect.element(page.getByText("1 arrival waits on this device until the other doors can know.")).toBeVisible();
  });

  test("a device that can keep nothing more says so, and shows nobody as in or taken back", async () => {
    await showOffline();
    const put = vi.spyOn(IDBObjectStore.prototype, "put").mockImplementation(() => {
      throw new DOMException("full", "QuotaExceededError");
    });
    await search.fill("grace");
    await expect.poll(() => rows.elements().length).toBe(1);
    await userEvent.keyboard("{Enter}");
    await expect.element(notices.getByText(/connection/i)).toBeVisible();
    await expect.element(row(grace).getByRole("button", { name: "Let in 5: Grace Almeida" })).toBeVisible();
    put.mockRestore();
  });

  test("who was let in twice, or is not on the list, is shown with gates and times at every door", async () => {
    const at = "2027-06-01T17:42:00.000Z";
    const twice = {
      ...alan,
      arrived: 2,
      arrivals: [
        { at, people: 1, gate: "North", device: grace.guestId, counter: 1, clockOff: 10_800 },
        { at, people: 1, gate: "South", commandId: grace.guestId },
      ],
    };
    const gone = { ...katherine, arrived: 1, arrivals: [{ at, people: 1, gate: "East", device: grace.guestId, counter: 2 }] };
    const findings = [
      { guest: twice, removed: false },
      { guest: gone, removed: true },
    ];
    await showDoor({ guests: [grace, twice], findings });
    await expect.element(page.getByText("Let in twice: a door had no connection")).toBeVisible();
    await expect
      .element(page.getByText("Let in twice: a door had no connection").element().closest(".notice") as HTMLElement)
      .toMatchTextContent(/2 of 1 here: North .*its clock is 180 min ahead.*South/);
    await expect
      .element(page.getByText("Came in, and is not on the list").element().closest(".notice") as HTMLElement)
      .toMatchTextContent(/East/);
    await expect.element(row(twice)).toMatchTextContent(/Let in twice: North/);
  });

  test("a list that has expired is forgotten, and the door says that it has none", async () => {
    const { path } = await showDoor();
    whenAsked(`GET ${path}/door/roster`, { body: rosterOf(everybody, "2020-01-01T00:00:00.000Z"), headers: { etag: 'W/"10"' } });
    await expect.poll(() => asked("GET", `${path}/door/roster`).length).toBeGreaterThan(0);
    await expect.element(row(grace)).toBeVisible();
    setNetwork(false);
    await expect.element(page.getByText("No connection, and no list on this device")).toBeVisible();
  });
});
