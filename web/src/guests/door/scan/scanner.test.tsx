import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { bytesToSign, doorCodeText } from "@turnout/contract/door-codes";
import type { CodeVerdict } from "@turnout/contract/door";
import type { DoorFact, Roster } from "@turnout/contract/door-facts";
import type { GuestCard } from "@turnout/contract/guests";
import type { Locale } from "@turnout/contract/locale";
import { DoorPage } from "../../../pages/door-page.tsx";
import { holdDoorPatience } from "../../../testing/door-patience.test-support.ts";
import { asked, refuse, whenAsked } from "../../../testing/fake-server.test-support.ts";
import { standInForFullScreen } from "../../../testing/full-screen.test-support.ts";
import { guestCard, listOf } from "../../../testing/guest-cards.test-support.ts";
import { handScan } from "../../../testing/hand-scan.test-support.ts";
import { mount } from "../../../testing/mount.test-support.tsx";
import { setNetwork } from "../../../testing/network.test-support.ts";
import { withPageData } from "../../../testing/open-page.test-support.tsx";
import { snapshots } from "../../../testing/snapshots.test-support.ts";

holdDoorPatience();

const host = snapshots["host"]!;
const scanner = page.getByRole("region", { name: /^(Scan codes|Codes scannen)$/ });
const verdict = scanner.getByRole("alert");
const press = (name: string) => scanner.getByRole("button", { name, exact: true }).click();

const grace = guestCard(0, { standing: "going", partySize: 5 });
const alan = guestCard(1, { standing: "going" });

const { privateKey, publicKey } = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;
const doorKey = (await crypto.subtle.exportKey("jwk", publicKey)).x!;
const another = (await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"])) as CryptoKeyPair;

interface Door {
  word?: CodeVerdict;
  locale?: Locale;
  /** The versions of the guests' access that are on the list of this device. */
  version?: number;
}

/** A door whose hand scanner reads codes of this guest, which the server finds to be `word`. */
async function aDoor(guest: GuestCard | null, { word = "listed", locale = "en", version = 1 }: Door = {}) {
  const eventId = crypto.randomUUID();
  const path = `/api/events/${eventId}`;
  const guests: Roster["guests"] = [grace, guest && guest !== grace ? guest : alan].map((one) => [
    one.guestId,
    one.name,
    one.partySize,
    one.arrived ?? 0,
    1,
    version,
  ]);
  const roster = { seq: 9, at: "2027-06-01T17:00:00.000Z", until: "2999-01-01T00:00:00.000Z", title: "Picnic", doorKey, guests };
  whenAsked(`GET ${path}`, { body: { ...host, eventId } });
  whenAsked(`GET ${path}/guests`, listOf([grace, alan]));
  whenAsked(`GET ${path}/door/roster`, { body: roster, headers: { etag: 'W/"9"' } });
  whenAsked(`GET ${path}/door/gates`, { body: { gates: [] } });
  whenAsked(`GET ${path}/door/findings`, { body: { findings: [] } });
  whenAsked(`GET ${path}/door/guest`, { body: { verdict: word, guest } });
  const arrivals = `${path}/guests/${(guest ?? alan).guestId}/arrivals`;
  whenAsked(`POST ${arrivals}`, { body: { seq: 9 } });
  const uploads: DoorFact[] = [];
  whenAsked(`POST ${path}/arrivals`, ({ body }) => {
    const facts = body["facts"] as DoorFact[];
    uploads.push(...facts);
    return { body: { seq: 9, outcomes: facts.map(() => "in") } };
  });
  await mount(withPageData({ ...host, eventId }, <DoorPage params={{ eventId }} />), locale);
  await expect.element(page.getByRole("searchbox")).toBeVisible();
  await expect.poll(() => asked("GET", `${path}/door/roster`).length).toBeGreaterThan(0);

  interface Shown {
    of?: string;
    by?: CryptoKey;
    guestId?: string;
    version?: number;
  }
  const scan = async ({ of = eventId, by = privateKey, guestId = (guest ?? alan).guestId, version: says = 1 }: Shown = {}) => {
    const { code, signed } = bytesToSign({ eventId: of, guestId, version: says });
    const signature = new Uint8Array(await crypto.subtle.sign("Ed25519", by, signed));
    handScan(`https://turnout.example/c/${doorCodeText(code, signature)}`);
  };
  const goOffline = async () => {
    setNetwork(false);
    await expect.element(page.getByText(/^No connection: this door goes on/)).toBeVisible();
  };
  return { scan, goOffline, path, arrivals, uploads, recorded: () => asked("POST", arrivals).map(({ body }) => body) };
}

test("a guest alone is let in by the scan, green and in words, and Undo takes that back", async () => {
  const { scan, recorded } = await aDoor(alan);
  await scan();
  await expect.element(verdict.getByText(`Welcome, ${alan.name}`)).toBeVisible();
  expect(verdict.element().querySelector(".scan-green")).not.toBeNull();
  await press("Undo");
  await expect.poll(recorded).toMatchObject([{ people: 1 }, { people: -1 }]);
});

test("Undo whose answer was lost takes nobody back twice", async () => {
  const { scan, recorded, arrivals } = await aDoor(alan);
  await scan();
  await expect.element(verdict.getByText(`Welcome, ${alan.name}`)).toBeVisible();
  whenAsked(`POST ${arrivals}`, { status: 503 });
  await press("Undo");
  await expect.poll(() => recorded().length).toBe(2);
  await press("Undo");
  await expect.poll(() => recorded().length).toBe(3);
  expect(recorded()[1]).toMatchObject({ people: -1 });
  expect(recorded()[2]).toEqual(recorded()[1]);
});

test("of a party it is asked how many come in, so that five come as three and two", async () => {
  const { scan, recorded } = await aDoor(grace);
  await scan();
  await expect.element(verdict.getByText("5 people to come in")).toBeVisible();
  expect(recorded()).toEqual([]);
  await press("3");
  await expect.element(verdict.getByText("3 people let in · 2 still to come")).toBeVisible();
  await press("All 2");
  await expect.poll(recorded).toMatchObject([{ people: 3 }, { people: 2 }]);
});

test("who is in already is amber, with the time, also where another door was quicker", async () => {
  const { scan, arrivals } = await aDoor(alan);
  whenAsked(`POST ${arrivals}`, refuse("already_arrived", { arrived: 1, party: 1 }));
  await scan();
  await expect.element(verdict.getByText(`Already in: ${alan.name}`)).toBeVisible();
  expect(verdict.element().querySelector(".scan-amber")).not.toBeNull();
});

const words: [GuestCard | null, CodeVerdict, string][] = [
  [guestCard(1, { standing: "waiting" }), "listed", "On the waitlist: has no seat yet."],
  [guestCard(1, { standing: "declined" }), "listed", "Has said that they can't come."],
  [alan, "removed", `Not on the list: ${alan.name}`],
  [alan, "ended", `This code has ended: ${alan.name}`],
  [null, "otherEvent", "Another event's code"],
  [null, "forged", "Not a code of this event"],
];
for (const [guest, word, said] of words)
  test(`red, and nobody is let in: ${said}`, async () => {
    const { scan, recorded } = await aDoor(guest, { word });
    await scan();
    await expect.element(verdict.getByText(said)).toBeVisible();
    expect(verdict.element().querySelector(".scan-red")).not.toBeNull();
    expect(recorded()).toEqual([]);
  });

test("another event's code and a forged one are refused without asking the server", async () => {
  const { scan, path } = await aDoor(alan);
  await scan({ of: crypto.randomUUID() });
  await expect.element(verdict.getByText("Another event's code")).toBeVisible();
  await scan({ by: another.privateKey });
  await expect.element(verdict.getByText("Not a code of this event")).toBeVisible();
  expect(asked("GET", `${path}/door/guest`)).toEqual([]);
});

test("without a connection the device checks codes itself, and keeps who came in until the server has it", async () => {
  const { scan, goOffline, path, uploads } = await aDoor(alan);
  await goOffline();
  await scan();
  await expect.element(verdict.getByText(`Welcome, ${alan.name}`)).toBeVisible();
  await expect.element(verdict.getByText("1 person let in · kept on this device")).toBeVisible();
  await scan({ by: another.privateKey });
  await expect.element(verdict.getByText("Not a code of this event")).toBeVisible();
  await scan();
  await expect.element(verdict.getByText(`Already in: ${alan.name}`)).toBeVisible();
  expect([uploads, asked("GET", `${path}/door/guest`)]).toEqual([[], []]);
  setNetwork(true);
  await expect.poll(() => uploads).toMatchObject([{ counter: 1, guestId: alan.guestId, people: 1 }]);
});

test("without a connection a code that has ended is red, and one of nobody on the device's list amber", async () => {
  const { scan, goOffline, uploads } = await aDoor(alan, { version: 2 });
  await goOffline();
  await scan();
  await expect.element(verdict.getByText(`This code has ended: ${alan.name}`)).toBeVisible();
  await scan({ guestId: crypto.randomUUID() });
  await expect.element(verdict.getByText("Not on this device's list")).toBeVisible();
  expect(verdict.element().querySelector(".scan-amber")).not.toBeNull();
  expect(uploads).toEqual([]);
});

test("a server that gives no answer is done without: the device checks the code and keeps the arrival", async () => {
  const { scan, goOffline, path, arrivals, uploads } = await aDoor(alan);
  await goOffline(); // says that the list is on the device
  setNetwork(true);
  await expect.element(page.getByText(/^No connection: this door goes on/)).not.toBeInTheDocument();
  for (const asking of [`GET ${path}/door/guest`, `POST ${arrivals}`]) whenAsked(asking, { status: 503 });
  await scan();
  await expect.element(verdict.getByText(`Welcome, ${alan.name}`)).toBeVisible();
  await expect.poll(() => uploads).toMatchObject([{ guestId: alan.guestId, people: 1 }]);
});

test("what a hand scanner types into a field is taken out again", async () => {
  const { scan } = await aDoor(alan);
  await page.getByText("Name this gate").click();
  const gate = page.getByLabelText("Name of this gate");
  await gate.fill("North");
  await scan();
  await expect.element(verdict.getByText(`Welcome, ${alan.name}`)).toBeVisible();
  await expect.element(gate).toHaveValue("North");
});

test("a scan while no field has the focus searches for nothing, however many keys it types, and moves the focus nowhere", async () => {
  const { scan, path } = await aDoor(alan);
  await expect.poll(() => asked("GET", `${path}/guests`).length).toBe(1);
  const focused = document.activeElement;
  await scan();
  await expect.element(verdict.getByText(`Welcome, ${alan.name}`)).toBeVisible();
  expect(document.activeElement).toBe(focused);
  await expect.element(page.getByRole("searchbox")).toHaveValue("");
  expect(asked("GET", `${path}/guests`)).toHaveLength(1);
});

test("the last ten scans are listed, the one before the last first", async () => {
  const { scan, path } = await aDoor(null, { word: "forged" });
  for (let version = 1; version <= 12; version++) {
    await scan({ version });
    await expect.poll(() => asked("GET", `${path}/door/guest`).length).toBe(version);
  }
  await expect.poll(() => scanner.getByRole("listitem").elements().length).toBe(9);
});

test("full screen leaves nothing but the scanner, with the scans before, and ends with the button, Escape, and the scanner", async () => {
  const { restore } = standInForFullScreen();
  const { scan } = await aDoor(alan);
  await scan();
  await expect.element(verdict.getByText(`Welcome, ${alan.name}`)).toBeVisible();
  const others = [page.getByRole("heading", { level: 1 }), page.getByRole("searchbox"), page.getByRole("list", { name: "Guests" })];
  const bar = document.querySelector<HTMLElement>(".app-bar")!;
  const shown = () => [...others.map((one) => one.elements().length), bar.checkVisibility()];
  await press("Full screen");
  await expect.poll(shown).toEqual([0, 0, 0, false]);
  await expect.element(verdict.getByText(`Welcome, ${alan.name}`)).toBeVisible();
  await press("Leave full screen");
  await expect.poll(shown).toEqual([1, 1, 1, true]);
  await press("Full screen");
  dispatchEvent(new KeyboardEvent("keydown", { key: "Escape" }));
  await expect.poll(shown).toEqual([1, 1, 1, true]);
  await press("Full screen");
  await press("Close the scanner");
  await expect.poll(shown).toEqual([1, 1, 1, true]);
  restore();
});

test("in full screen a phone shows what the last scan came to, and the last ten, and says so when it goes on without a network", async () => {
  await page.viewport(390, 844);
  const { restore } = standInForFullScreen();
  try {
    const { scan, goOffline } = await aDoor(null, { word: "forged" });
    for (let version = 1; version <= 11; version++) {
      await scan({ version });
      // One scan more on the screen: the last one, and up to nine before it.
      await expect.poll(() => document.querySelectorAll(".scanner .scan-words").length).toBe(Math.min(version, 10));
    }
    await press("Full screen");
    const earlier = scanner.getByRole("listitem");
    await expect.poll(() => earlier.elements().length).toBe(9);
    expect(earlier.elements().at(-1)!.getBoundingClientRect().bottom).toBeLessThanOrEqual(844);
    expect(verdict.element().getBoundingClientRect().height).toBeGreaterThanOrEqual(Math.floor(0.24 * 844)); // boxes begin on whole parts of a pixel
    expect(document.documentElement.scrollWidth).toBe(390);
    await goOffline();
  } finally {
    restore();
    await page.viewport(1280, 900);
  }
});

/** A camera that shows nothing, with or without a light. */
function aCamera(torch: boolean) {
  const lit: unknown[] = [];
  let timer: ReturnType<typeof setInterval>;
  const real = navigator.mediaDevices.getUserMedia;
  navigator.mediaDevices.getUserMedia = async () => {
    const canvas = document.createElement("canvas");
    const stream = canvas.captureStream();
    // A video begins with its first frame.
    const draw = () => canvas.getContext("2d")!.fillRect(0, 0, performance.now() % 9, 9);
    timer = setInterval(draw, 50);
    const [track] = stream.getVideoTracks();
    Object.assign(track!, {
      getCapabilities: () => ({ torch }),
      applyConstraints: async (asked: { advanced: unknown[] }) => void lit.push(...asked.advanced),
    });
    return stream;
  };
  return { lit, restore: () => (clearInterval(timer), (navigator.mediaDevices.getUserMedia = real)) };
}

test.each([true, false])("a camera's light is offered where it has one, and goes on and off: %s", async (hasLight) => {
  const { lit, restore } = aCamera(hasLight);
  try {
    await aDoor(alan);
    await page.getByRole("button", { name: "Scan codes" }).click();
    if (!hasLight) {
      await expect.element(page.getByLabelText("What the camera sees")).toBeVisible();
      expect(scanner.getByRole("button", { name: /^Light/ }).elements()).toEqual([]);
      return;
    }
    await press("Light on");
    await press("Light off");
    await expect.element(scanner.getByRole("button", { name: "Light on" })).toBeVisible();
    expect(lit).toEqual([{ torch: true }, { torch: false }]);
  } finally {
    restore();
  }
});

test("fits a phone, in German too", async () => {
  await page.viewport(390, 844);
  const { scan } = await aDoor(grace, { locale: "de" });
  await scan();
  await expect.element(verdict.getByText("5 Personen kommen noch")).toBeVisible();
  expect(document.documentElement.scrollWidth).toBe(390);
  await page.viewport(1280, 900);
});
