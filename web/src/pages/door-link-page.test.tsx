import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { bytesToSign, doorCodeText } from "@turnout/contract/door-codes";
import type { ScannedGuest } from "@turnout/contract/door-links";
import { holdDoorPatience } from "../testing/door-patience.test-support.ts";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { guestCard } from "../testing/guest-cards.test-support.ts";
import { handScan } from "../testing/hand-scan.test-support.ts";
import { mount } from "../testing/mount.test-support.tsx";
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
  whenAsked("POST /api/door/link", { body: { title: "Picnic", gate: "North" } });
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
  whenAsked("POST /api/door/link", { body: { title: "Picnic", gate: "North" } });
  whenAsked("POST /api/door/scans", { status: 503 });
  await openLink();
  await expect.element(page.getByRole("heading", { name: "North" })).toBeVisible();
  scan();
  await expect.element(verdict.getByText("Not checked")).toBeVisible();
  expect(asked("POST", "/api/door/arrivals")).toEqual([]);
});

test("a press after an answer that was lost is the same command, and one after that is another", async () => {
  whenAsked("POST /api/door/link", { body: { title: "Picnic", gate: "North" } });
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
  whenAsked("POST /api/door/link", { body: { title: "Picnic", gate: "North" } });
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
  whenAsked("POST /api/door/link", { body: { title: "Picnic", gate: "North" } });
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
