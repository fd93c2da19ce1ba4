import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Locale } from "@turnout/contract/locale";
import type { Photo } from "@turnout/contract/photo-entries";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { followedEvent } from "../testing/followed-event.test-support.tsx";
import { mount } from "../testing/mount.test-support.tsx";
import { snapshots } from "../testing/snapshots.test-support.ts";
import { PhotoSection } from "./photo-section.tsx";

const notices = page.getByRole("region", { name: "Notices" });
const dialog = page.getByRole("dialog");
const thumbnails = page.getByRole("region", { name: "Photos" }).getByRole("listitem");

const over = snapshots["over"]!;
const host = { ...snapshots["host"]!, details: over.details };
const photo = (number: number, name: string, personId = crypto.randomUUID() as string): Photo => ({
  photoId: crypto.randomUUID(),
  seq: number,
  author: { personId, name, role: "guest" },
  width: 1_600,
  height: 1_200,
  at: new Date().toISOString(),
});
const theirs = photo(1, "Alan Hoffmann");
const mine = photo(2, "Grace Almeida", over.viewer.personId!);

/** Bytes that no browser shows: what is looked at here is around them. */
async function show(snapshot: EventSnapshot = over, photos: Photo[] = [theirs, mine], locale: Locale = "en") {
  const path = `/api/events/${snapshot.eventId}/photos`;
  whenAsked(`GET ${path}`, { body: { photos, seq: snapshot.seq } });
  const event = followedEvent(snapshot);
  await mount(event.show(<PhotoSection />), locale);
  return { event, path };
}

test("shows whose photos there are, and each larger; the arrow keys lead on", async () => {
  await show();
  await expect.element(thumbnails.first()).toBeVisible();
  expect(thumbnails.elements()).toHaveLength(2);
  await page.getByRole("button", { name: "Photo by Alan Hoffmann" }).click();
  await expect.element(dialog).toMatchTextContent(/1 of 2/);
  await userEvent.keyboard("{ArrowRight}");
  await expect.element(dialog.getByRole("heading", { name: "Photo by Grace Almeida" })).toBeVisible();
});

test("a photo that somebody adds or removes appears and goes on every open page", async () => {
  const { event } = await show();
  await expect.element(thumbnails.first()).toBeVisible();
  const late = photo(event.store.get().snapshot!.seq + 1, "Hedy Costa");
  event.happens({ type: "photo.added", photo: late });
  await expect.element(page.getByRole("button", { name: "Photo by Hedy Costa" })).toBeVisible();
  await page.getByRole("button", { name: "Photo by Hedy Costa" }).click();
  event.happens({ type: "photo.removed", photoId: late.photoId, removedBy: "host" });
  await expect.element(dialog).not.toBeInTheDocument();
  await expect.element(page.getByRole("button", { name: "Photo by Hedy Costa" })).not.toBeInTheDocument();
});

test("a guest takes away only their own, and can take that back", async () => {
  const { event, path } = await show();
  await page.getByRole("button", { name: "Photo by Alan Hoffmann" }).click();
  await expect.element(dialog).toMatchTextContent(/1 of 2/);
  await expect.element(dialog.getByRole("button", { name: "Remove" })).not.toBeInTheDocument();
  await dialog.getByRole("button", { name: "Next photo" }).click();
  whenAsked(`DELETE ${path}/${mine.photoId}`, { body: { seq: 201 } });
  whenAsked(`POST ${path}/${mine.photoId}/restoration`, { body: { seq: 202 } });
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect.element(notices.getByText("Photo removed")).toBeVisible();
  event.happens({ type: "photo.removed", photoId: mine.photoId, removedBy: "author" });
  await notices.getByRole("button", { name: "Undo" }).click();
  await expect.poll(() => asked("POST", `${path}/${mine.photoId}/restoration`)).toHaveLength(1);
  event.happens({ type: "photo.added", photo: mine });
  await expect.element(page.getByRole("button", { name: "Photo by Grace Almeida" })).toBeVisible();
});

test("a host may remove any, and a refusal says why", async () => {
  const { path } = await show(host);
  await page.getByRole("button", { name: "Photo by Alan Hoffmann" }).click();
  whenAsked(`DELETE ${path}/${theirs.photoId}`, refuse("photo_not_found", undefined, 404));
  await dialog.getByRole("button", { name: "Remove" }).click();
  await expect.element(notices.getByText("This photo is gone.")).toBeVisible();
});

test("what is chosen is sent photo by photo; of what is refused it is said which and why", async () => {
  const { path } = await show(over, []);
  await expect.element(page.getByText(/Nobody has added a photo yet/)).toBeVisible();
  const replies = [{ body: { seq: 201 } }, refuse("image_unreadable", undefined, 400), refuse("too_many_photos", { mine: 30 }, 409)];
  whenAsked(`POST ${path}`, () => replies.shift()!);
  const files = ["a", "b", "c", "d"].map((name) => new File(["{}"], `${name}.jpg`, { type: "image/jpeg" }));
  await userEvent.upload(page.getByLabelText("Choose photos"), files);
  await expect.element(notices.getByText("1 photo added")).toBeVisible();
  const [unreadable, tooMany] = [page.getByRole("alert").nth(0), page.getByRole("alert").nth(1)];
  await expect.element(unreadable).toMatchTextContent(/1 photo was not added.*can't be read.*b\.jpg$/);
  await expect.element(tooMany).toMatchTextContent(/2 photos were not added.*You have added 30 photos.*c\.jpg, d\.jpg$/);
  await expect.element(page.getByRole("button", { name: "Try again" })).not.toBeInTheDocument();
  const sent = asked("POST", path);
  expect(sent).toHaveLength(3); // after the limit none is tried
  expect(new Set(sent.map(({ query }) => query.get("commandId"))).size).toBe(3);
});

test("photos that the server was too busy for are sent again by one press", async () => {
  const { path } = await show(over, []);
  whenAsked(`POST ${path}`, refuse("unavailable", undefined, 500));
  await userEvent.upload(page.getByLabelText("Choose photos"), [new File(["{}"], "lake.jpg", { type: "image/jpeg" })]);
  await expect.element(page.getByRole("alert")).toMatchTextContent(/lake\.jpg/);
  whenAsked(`POST ${path}`, { body: { seq: 201 } });
  await page.getByRole("button", { name: "Try again" }).click();
  await expect.element(notices.getByText("1 photo added")).toBeVisible();
  await expect.element(page.getByRole("alert")).not.toBeInTheDocument();
});

const readOnly = { ...over, details: { ...over.details, chat: "readOnly" as const } };

test("where nobody may add photos and there are none, there is nothing to see", async () => {
  const { path } = await show(readOnly, []);
  await expect.poll(() => asked("GET", path).length).toBeGreaterThan(0);
  await expect.poll(() => document.querySelector(".photos")).toBeNull();
});

test("guests who may only read the conversation add no photos", async () => {
  await show(readOnly);
  await expect.element(thumbnails.first()).toBeVisible();
  await expect.element(page.getByRole("button", { name: "Add photos" })).not.toBeInTheDocument();
  await expect.element(page.getByRole("link", { name: "Download all" })).toHaveAttribute("href", `/api/events/${over.eventId}/photos.zip`);
});

test("whoever may not read the conversation is asked for nothing and shown nothing", async () => {
  const { path } = await show({ ...over, details: { ...over.details, chat: "closed" } });
  expect(document.querySelector(".photos")).toBeNull();
  expect(asked("GET", path)).toHaveLength(0);
});

test("speaks German, too", async () => {
  await show(over, [], "de");
  await expect.element(page.getByRole("button", { name: "Fotos hinzufügen" })).toBeVisible();
});
