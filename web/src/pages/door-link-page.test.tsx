import { afterEach, describe, expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { bytesToSign, doorCodeText } from "@turnout/contract/door-codes";
import type { DoorFact, FactOutcome, Roster, RosterGuest } from "@turnout/contract/door-facts";
import type { ScannedGuest } from "@turnout/contract/door-links";
import { holdDoorPatience } from "../testing/door-patience.test-support.ts";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { guestCard } from "../testing/guest-cards.test-support.ts";
import { handScan } from "../testing/hand-scan.test-support.ts";
import { mount } from "../testing/mount.test-support.tsx";
import { setNetwork } from "../testing/network.test-support.ts";
import { DoorLinkPage } from "./door-link-page.tsx";

holdDoorPatience();

const token = "t".repeat(43);
const verdict = page.getByRole("region", { name: "Scan codes" }).getByRole("alert");
const { guestId, name } = guestCard(1);
const alan: ScannedGuest = { guestId, name, standing: "going", partySize: 1, arrived: 0, arrivals: [] };

afterEach(() => history.replaceState(null, "", location.pathname));

async function openLink() {
  history.replaceState(null, "", `#${token}`);
  whenAsked("POST /api/door/arrivals", { body: { seq: 9 } });
  await mount(<DoorLinkPage />);
}

/** What a hand scanner types of this guest's code. */
function scan(): string {
  const { code } = bytesToSign({ eventId: crypto.randomUUID(), guestId, version: 1 });
  const text = `https://turnout.example/c/${doorCodeText(code, new Uint8Array(64))}`;
  handScan(text);
  return text;
}

test("whoever opens a door link sees the gate and the event's title, scans, and asks for nothing but what the code says", async () => {
  whenAsked("POST /api/door/link", { body: { title: "Picnic", gate: "North", listOf: null } });
  whenAsked("POST /api/door/scans", { body: { verdict: "listed", guest: alan } });
  await openLink();
  await expect.element(page.getByRole("heading", { name: "North" })).toBeVisible();
  const code = scan();
  await expect.element(verdict.getByText(`Welcome, ${name}`)).toBeVisible();
  expect(asked("POST", "/api/door/arrivals").map(({ body }) => body)).toMatchObject([{ token, code, people: 1 }]);
  await verdict.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => asked("POST", "/api/door/arrivals").at(-1)!.body).toMatchObject({ token, code, people: -1 });
  expect(asked("GET", "/api/auth/session")).toEqual([]);
});

test("without an answer nobody is counted, and that is said", async () => {
  whenAsked("POST /api/door/link", { body: { title: "Picnic", gate: "North", listOf: null } });
  whenAsked("POST /api/door/scans", { status: 503 });
  await openLink();
  await expect.element(page.getByRole("heading", { name: "North" })).toBeVisible();
  scan();
  await expect.element(verdict.getByText("Not checked")).toBeVisible();
  expect(asked("POST", "/api/door/arrivals")).toEqual([]);
});

test("a press after an answer that was lost is the same command, and one after that is another", async () => {
  whenAsked("POST /api/door/link", { body: { title: "Picnic", gate: "North", listOf: null } });
  whenAsked("POST /api/door/scans", { body: { verdict: "listed", guest: { ...alan, partySize: 4 } } });
  await openLink();
  await expect.element(page.getByRole("heading", { name: "North" })).toBeVisible();
  const sent = () => asked("POST", "/api/door/arrivals").map(({ body }) => body);
  const press = (button: string) => verdict.getByRole("button", { name: button, exact: true }).click();
  whenAsked("POST /api/door/arrivals", { status: 503 });
  scan();
  await press("2");
  await expect.element(verdict.getByText(/^No connection right now/)).toBeVisible();
  whenAsked("POST /api/door/arrivals", { body: { seq: 9 } });
  await press("2");
  await expect.element(verdict.getByText("2 people let in · 2 still to come")).toBeVisible();
  await press("All 2");
  await expect.element(verdict.getByText("4 people let in")).toBeVisible();
  const [lost, again, others] = sent();
  expect(again).toEqual(lost);
  expect(others).toMatchObject({ people: 2 });
  expect(others!["commandId"]).not.toBe(lost!["commandId"]);
});

test("Undo whose answer was lost takes nobody back twice", async () => {
  whenAsked("POST /api/door/link", { body: { title: "Picnic", gate: "North", listOf: null } });
  whenAsked("POST /api/door/scans", { body: { verdict: "listed", guest: alan } });
  await openLink();
  await expect.element(page.getByRole("heading", { name: "North" })).toBeVisible();
  scan();
  await expect.element(verdict.getByText(`Welcome, ${name}`)).toBeVisible();
  whenAsked("POST /api/door/arrivals", { status: 503 });
  const undos = () => asked("POST", "/api/door/arrivals").slice(1);
  const undo = verdict.getByRole("button", { name: "Undo" });
  await undo.click();
  await expect.poll(() => undos().length).toBe(1);
  await undo.click();
  await expect.poll(() => undos().length).toBe(2);
  const [lost, again] = undos().map(({ body }) => body);
  expect(lost).toMatchObject({ people: -1 });
  expect(again).toEqual(lost);
});

test("a link that a host ends while its page is open says so at the next scan", async () => {
  whenAsked("POST /api/door/link", { body: { title: "Picnic", gate: "North", listOf: null } });
  whenAsked("POST /api/door/scans", refuse("link_invalid", {}, 404));
  await openLink();
  await expect.element(page.getByRole("heading", { name: "North" })).toBeVisible();
  scan();
  await expect.element(page.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
});

test("a link that has ended says so", async () => {
  whenAsked("POST /api/door/link", refuse("link_invalid", {}, 404));
  await openLink();
  await expect.element(page.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
});

test("a link without the guest list says that no code can be checked while there is no connection", async () => {
  whenAsked("POST /api/door/link", { body: { title: "Picnic", gate: "North", listOf: null } });
  await openLink();
  await expect.element(page.getByRole("heading", { name: "North" })).toBeVisible();
  await expect.element(page.getByRole("searchbox")).not.toBeInTheDocument();
  setNetwork(false);
  await expect.element(page.getByText(/Codes cannot be checked until it is back/)).toBeVisible();
  setNetwork(true);
  await expect.element(page.getByText(/Codes cannot be checked until it is back/)).not.toBeInTheDocument();
});

describe("with the guest list", () => {
  const rows = page.getByRole("list", { name: "Guests" }).getByRole("listitem");
  const search = page.getByRole("searchbox");
  const notices = page.getByRole("region", { name: "Notices" });
  const kept = page.getByText(/^No connection: this door goes on with the list of/);
  const [jorg, grace] = [crypto.randomUUID(), crypto.randomUUID()];
  const everybody: RosterGuest[] = [
    [grace, "Grace Hopper", 5, 0, 1, 1],
    [jorg, "Jörg Müller", 1, 0, 1, 1],
  ];

  /** A door that has read its list; `uploads` are the facts that it sends. */
  async function openDoor(outcome: FactOutcome = "in") {
    const eventId = crypto.randomUUID();
    const roster: Roster = { seq: 9, at: new Date().toISOString(), until: "2999-01-01T00:00:00.000Z", title: "Picnic", guests: everybody };
    whenAsked("POST /api/door/link", { body: { title: "Picnic", gate: "North", listOf: eventId } });
    whenAsked("POST /api/door/list", { body: roster, headers: { etag: 'W/"9"' } });
    whenAsked("POST /api/door/list/arrivals", { body: { seq: 10 } });
    const uploads: DoorFact[] = [];
    whenAsked("POST /api/door/list/facts", ({ body }) => {
      const facts = body["facts"] as DoorFact[];
      uploads.push(...facts);
      return { body: { seq: 11, outcomes: facts.map(() => outcome) } };
    });
    await openLink();
    await expect.poll(() => rows.elements().length).toBe(2);
    return { roster, uploads };
  }

  test("guests are found by name and let in whole or in part, by the link alone", async () => {
    await openDoor();
    await expect.element(page.getByRole("status").first()).toMatchTextContent(/0.*here.*6 people said they are coming/);
    await search.fill("hopper");
    await expect.poll(() => rows.elements().length).toBe(1);
    await rows.getByRole("button", { name: "More for Grace Hopper" }).click();
    await page.getByRole("menuitem", { name: "Let in 3" }).click();
    await expect.element(notices.getByText("Grace Hopper is in: 3 people")).toBeVisible();
    await expect.element(rows.first()).toMatchTextContent(/3 of 5 here/);
    await rows.getByRole("button", { name: "Let in 2: Grace Hopper" }).click();
    await expect.element(rows.first()).toMatchTextContent(/5 of 5 here/);
    await expect.element(page.getByRole("status").first()).toMatchTextContent(/5.*here/);
    const sent = asked("POST", "/api/door/list/arrivals").map(({ body }) => body);
    expect(sent).toMatchObject([
      { token, guestId: grace, people: 3 },
      { token, guestId: grace, people: 2 },
    ]);
    expect(asked("GET", "/api/auth/session")).toEqual([]);
  });

  test("guests of one name are told apart by a hint of their address, with and without a connection", async () => {
    const { roster } = await openDoor();
    const listed: RosterGuest[] = [
      [crypto.randomUUID(), "Ada Berg", 1, 0, 1, 1, "a…a@example.org"],
      [crypto.randomUUID(), "Ada Berg", 1, 0, 1, 1, "a…2@example.org"],
      ...everybody,
    ];
    whenAsked("POST /api/door/list", { body: { ...roster, seq: 12, guests: listed }, headers: { etag: 'W/"12"' } });
    setNetwork(false);
    await expect.element(kept).toBeVisible();
    setNetwork(true);
    await expect.poll(() => rows.elements().length).toBe(4);
    await search.fill("berg");
    await expect.poll(() => rows.elements().length).toBe(2);
    await expect.element(rows.first()).toMatchTextContent(/Ada Berg.*a…a@example\.org/);
    await expect.element(rows.last()).toMatchTextContent(/Ada Berg.*a…2@example\.org/);
    setNetwork(false);
    await expect.element(kept).toBeVisible();
    await expect.element(rows.last()).toMatchTextContent(/a…2@example\.org/);
    await search.fill("hopper");
    await expect.element(rows.first()).not.toMatchTextContent(/…/);
  });

  test("without a connection the door says so, goes on with its list, and sends what it recorded when it is back", async () => {
    const { uploads } = await openDoor();
    setNetwork(false);
    await expect.element(kept).toBeVisible();
    await search.fill("mueller");
    await expect.poll(() => rows.elements().length).toBe(1);
    await userEvent.keyboard("{Enter}");
    await expect.element(notices.getByText("Jörg Müller is in: 1 person. Kept on this device.")).toBeVisible();
    await expect.element(page.getByText("1 arrival waits on this device until the other doors can know.")).toBeVisible();
    setNetwork(true);
    await expect.poll(() => uploads).toMatchObject([{ guestId: jorg, people: 1, gate: "North" }]);
    await expect.element(notices.getByText("The other doors know now who came in here.")).toBeVisible();
    await expect.element(kept).not.toBeInTheDocument();
    expect(asked("POST", "/api/door/list/arrivals")).toEqual([]);
  });

  test("who was in already when the connection is back is named", async () => {
    const { roster } = await openDoor("twice");
    setNetwork(false);
    await expect.element(kept).toBeVisible();
    await search.fill("jorg");
    await expect.poll(() => rows.elements().length).toBe(1);
    await userEvent.keyboard("{Enter}");
    await expect.element(notices.getByText(/Kept on this device/)).toBeVisible();
    whenAsked("POST /api/door/list", {
      body: { ...roster, seq: 12, guests: [everybody[0]!, [jorg, "Jörg Müller", 1, 2, 1, 1]] },
      headers: { etag: 'W/"12"' },
    });
    setNetwork(true);
    const odd = page.getByText("These arrivals need a look. Tell a host.");
    await expect.element(odd).toBeVisible();
    await expect.element(page.getByText("let in by another door as well: 2 of 1 here")).toBeVisible();
  });

  /** Lets Grace's party in without a network, as three and two, and has the network back. */
  async function letGraceInTwice() {
    setNetwork(false);
    await expect.element(kept).toBeVisible();
    await search.fill("grace");
    await expect.poll(() => rows.elements().length).toBe(1);
    await rows.getByRole("button", { name: "More for Grace Hopper" }).click();
    await page.getByRole("menuitem", { name: "Let in 3" }).click();
    await expect.element(rows.first()).toMatchTextContent(/3 of 5 here/);
    await rows.getByRole("button", { name: "Let in 2: Grace Hopper" }).click();
    await expect.element(rows.first()).toMatchTextContent(/5 of 5 here/);
    setNetwork(true);
  }
  const odd = page.getByRole("status").filter({ hasText: "These arrivals need a look. Tell a host." }).getByRole("listitem");

  test("a guest who came in as several arrivals that need a look is named once", async () => {
    const { uploads } = await openDoor("twice");
    await letGraceInTwice();
    await expect.element(odd.first()).toMatchTextContent(/Grace Hopper let in by another door as well/);
    expect(uploads).toHaveLength(2);
    expect(odd.elements()).toHaveLength(1);
  });

  test("arrivals that the server does not keep, because there are too many of a guest, are not said to be of somebody off the list", async () => {
    await openDoor("tooMany");
    await letGraceInTwice();
    await expect.element(odd.first()).toMatchTextContent("Grace Hopper not counted: too many arrivals of this guest");
    expect(odd.elements()).toHaveLength(1);
  });

  test("a link that ends takes the list off the device, and says what has not reached the server", async () => {
    await openDoor();
    setNetwork(false);
    await expect.element(kept).toBeVisible();
    await search.fill("jorg");
    await expect.poll(() => rows.elements().length).toBe(1);
    await userEvent.keyboard("{Enter}");
    await expect.element(notices.getByText(/Kept on this device/)).toBeVisible();
    for (const path of ["list", "list/facts"]) whenAsked(`POST /api/door/${path}`, refuse("link_invalid", {}, 404));
    setNetwork(true);
    await expect.element(page.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
    await expect.element(page.getByText("1 arrival has not reached the server")).toBeVisible();
    expect(page.getByText("Grace Hopper").elements()).toEqual([]);
  });

  test("who is let in by a link that has ended is not in, and the page says why", async () => {
    await openDoor();
    whenAsked("POST /api/door/list/arrivals", refuse("link_invalid", {}, 404));
    whenAsked("POST /api/door/list", refuse("link_invalid", {}, 404));
    await rows.first().getByRole("button", { name: "Let in 5: Grace Hopper" }).click();
    await expect.element(page.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
  });

  test("a list that could not be loaded can be asked for again", async () => {
    const eventId = crypto.randomUUID();
    whenAsked("POST /api/door/link", { body: { title: "Picnic", gate: "North", listOf: eventId } });
    whenAsked("POST /api/door/list", { status: 503 });
    await openLink();
    await expect.element(page.getByText("The list could not be loaded")).toBeVisible();
    const roster: Roster = { seq: 9, at: new Date().toISOString(), until: "2999-01-01T00:00:00.000Z", title: "Picnic", guests: everybody };
    whenAsked("POST /api/door/list", { body: roster, headers: { etag: 'W/"9"' } });
    await page.getByRole("button", { name: "Try again" }).click();
    await expect.poll(() => rows.elements().length).toBe(2);
  });
});
