import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Locale } from "@turnout/contract/locale";
import { coverThemes } from "@turnout/contract/cover/draw-cover";
import { mount } from "../../testing/mount.test-support.tsx";
import { going, snapshots } from "../../testing/snapshots.test-support.ts";
import { CoverField } from "./cover-field.tsx";
import { type EditorStore, openEditor } from "./editor-store.ts";
import { emptyFields } from "./fields.ts";
import { COVER_SIZE } from "./scale-image.ts";
import { EditorContext, useEditorRoot } from "./use-editor.ts";

const host = snapshots["host"]!;
const IMAGE = "00000000-0000-4000-8000-000000000900";
const change = page.getByRole("button", { name: "Change the cover" });
const dialog = page.getByRole("dialog", { name: "Cover" });
const theme = (name: string) => dialog.getByRole("radio", { name });
/** By the cover itself: what can be chosen is hidden behind it. */
const choose = (name: string) => dialog.getByText(name, { exact: true }).click();
const progress = dialog.getByRole("progressbar", { name: "Sending the picture" });
const picker = dialog.getByLabelText("Upload your own picture");
const shownPicture = () => document.querySelector(".editor-cover img")?.getAttribute("src");

/** Stands in for the browser's own, which alone reports the progress of an upload. */
class Upload {
  static sent: Upload[] = [];
  readonly upload: { onprogress?: (progress: object) => void } = {};
  onload = () => {};
  onabort = () => {};
  status = 0;
  responseText = "";
  picture = new Blob();
  isAborted = false;
  open() {}
  setRequestHeader() {}
  send(picture: Blob) {
    this.picture = picture;
    Upload.sent.push(this);
  }
  abort() {
    this.isAborted = true;
    this.onabort();
  }
  progresses(loaded: number) {
    this.upload.onprogress?.({ loaded, total: 1, lengthComputable: true });
  }
  ends(status: number, body: object | string) {
    Object.assign(this, { status, responseText: typeof body === "string" ? body : JSON.stringify(body) });
    this.onload();
  }
}
beforeEach(() => {
  Upload.sent = [];
  vi.stubGlobal("XMLHttpRequest", Upload);
});
afterEach(() => vi.unstubAllGlobals());

async function uploads(count = 1): Promise<Upload> {
  await expect.poll(() => Upload.sent.length).toBe(count);
  return Upload.sent[count - 1]!;
}

/** A photograph, wider than covers are. */
async function aPhoto(name = "meadow.png"): Promise<File> {
  const canvas = Object.assign(document.createElement("canvas"), { width: COVER_SIZE + 400, height: 20 });
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve));
  return new File([blob!], name, { type: "image/png" });
}

async function show(store: EditorStore, locale: Locale = "en") {
  function Shown() {
    return (
      <EditorContext value={useEditorRoot(store)}>
        <CoverField />
      </EditorContext>
    );
  }
  await mount(<Shown />, locale);
  return store;
}

const anEditor = (begin: Partial<Parameters<typeof openEditor>[0]> = {}) =>
  openEditor({ eventId: going.eventId, fresh: null, kept: null, send: () => new Promise(() => {}), ...begin });

/** The cover of a published event, which is saved when its host says so. */
async function showPublished(locale: Locale = "en") {
  const store = anEditor();
  store.arrived(host);
  return show(store, locale);
}

describe("the covers of ours", () => {
  test("are eight, the present one is chosen, and another changes cover and page at once", async () => {
    const store = await showPublished();
    await change.click();
    expect(dialog.getByRole("radio").elements()).toHaveLength(coverThemes.length);
    await expect.element(theme("Botanical")).toBeChecked();
    await choose("Waves");
    await expect.element(theme("Waves")).toBeChecked();
    await expect.element(theme("Botanical")).not.toBeChecked();
    expect(document.documentElement.dataset["cover"]).toBe("waves");
    expect(store.get().fields.cover).toEqual({ theme: "waves", imageId: null });
  });

  test("are chosen by keyboard alone, and the focus returns to where it was", async () => {
    const store = await showPublished();
    await expect.element(change).toBeVisible();
    change.element().focus();
    await userEvent.keyboard("{Enter}");
    await expect.element(dialog).toBeVisible();
    theme("Botanical").element().focus();
    await userEvent.keyboard("{ArrowRight}");
    await expect.poll(() => store.get().fields.cover.theme).toBe(coverThemes[coverThemes.indexOf("botanical") + 1]);
    await userEvent.keyboard("{Escape}");
    await expect.element(dialog).not.toBeInTheDocument();
    await expect.element(change).toHaveFocus();
  });

  test("have names in the reader's language", async () => {
    await showPublished("de");
    await page.getByRole("button", { name: "Titelbild ändern" }).click();
    expect(page.getByRole("radio").elements()).toHaveLength(coverThemes.length);
    await expect.element(page.getByRole("radio", { name: "Wellen" })).toBeInTheDocument();
  });
});

describe("a picture of one's own", () => {
  test("is scaled down, shows how far its upload is, and is the cover once the server has it", async () => {
    const store = await showPublished();
    await change.click();
    await picker.upload(await aPhoto());
    const upload = await uploads();
    expect((await createImageBitmap(upload.picture)).width).toBe(COVER_SIZE);
    upload.progresses(0.4);
    await expect.element(progress).toHaveAttribute("aria-valuenow", "0.4");
    expect(shownPicture()).toBeUndefined();
    upload.ends(200, { imageId: IMAGE });
    await expect.element(dialog).not.toBeInTheDocument();
    expect(shownPicture()).toBe(`/images/${IMAGE}`);
    expect(store.get().fields.cover).toEqual({ theme: "botanical", imageId: IMAGE });
  });

  test("keeps the colours chosen while it was on its way, also when the dialog was closed", async () => {
    const store = await showPublished();
    await change.click();
    await picker.upload(await aPhoto());
    await choose("Night");
    await dialog.getByRole("button", { name: "Done" }).click();
    (await uploads()).ends(200, { imageId: IMAGE });
    await expect.poll(() => store.get().fields.cover).toEqual({ theme: "night", imageId: IMAGE });
  });

  test.each([
    ["a picture that cannot be read", 400, { code: "image_unreadable" }, /can't be read. Try a JPEG, PNG or WebP/],
    ["one from an iPhone", 400, { code: "image_heic" }, /iPhone photos \(HEIC\)/],
    ["one that a proxy finds too large", 413, "<h1>413</h1>", /too large|MB/],
  ])("is refused in words if it is %s, and another can be tried", async (_what, status, body, words) => {
    const store = await showPublished();
    await change.click();
    await picker.upload(await aPhoto());
    (await uploads()).ends(status, body);
    await expect.element(picker).toHaveAccessibleDescription(words);
    expect(store.get().fields.cover.imageId).toBeNull();
    await picker.upload(await aPhoto());
    (await uploads(2)).ends(200, { imageId: IMAGE });
    await expect.poll(shownPicture).toBe(`/images/${IMAGE}`);
  });

  test("is dropped on the cover as well; a later one takes the place of one on its way", async () => {
    const store = await showPublished();
    const drop = async () => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(await aPhoto());
      document.querySelector(".editor-cover")!.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    };
    await drop();
    const first = await uploads();
    await expect.element(dialog).toBeVisible();
    await drop();
    const second = await uploads(2);
    expect(first.isAborted).toBe(true);
    second.ends(200, { imageId: IMAGE });
    await expect.poll(shownPicture).toBe(`/images/${IMAGE}`);
    expect(store.get().fields.cover.imageId).toBe(IMAGE);
  });

  test("is taken off again, and its colours are the page's still", async () => {
    const store = await showPublished();
    store.edit({ cover: { theme: "paper", imageId: IMAGE } });
    await change.click();
    await expect.element(dialog.getByRole("group", { name: "Colours of the page" })).toBeVisible();
    await dialog.getByRole("button", { name: "Remove the picture" }).click();
    await expect.element(dialog.getByRole("group", { name: "Or pick one of ours" })).toBeVisible();
    expect(shownPicture()).toBeUndefined();
    expect(document.documentElement.dataset["cover"]).toBe("paper");
  });

  test("needs an account: without one, there is only what is ours, and nothing dropped is sent", async () => {
    await show(anEditor({ fresh: emptyFields("Europe/Lisbon", "waves"), local: true }));
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(await aPhoto());
    document.querySelector(".editor-cover")!.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
    await expect.element(dialog).not.toBeInTheDocument();
    await change.click();
    await expect.element(dialog.getByText("You can add a picture of your own once you have an account.")).toBeVisible();
    await expect.element(picker).not.toBeInTheDocument();
    await expect.element(dialog.getByRole("group", { name: "Pick a cover" })).toBeVisible();
    expect(Upload.sent).toEqual([]);
  });
});

test("a cover that another host changed meanwhile is named, and stays until this host has chosen", async () => {
  const store = await showPublished();
  store.edit({ cover: { theme: "night", imageId: null } });
  const theirs = (cover: object, seq: number) =>
    store.arrived({ ...host, seq, details: { ...host.details, cover: { ...host.details.cover, ...cover } } });
  theirs({ theme: "bloom" }, host.seq + 1);
  await expect.element(page.getByText("Theirs: Bloom")).toBeVisible();
  theirs({ theme: "bloom", imageId: IMAGE }, host.seq + 2);
  await expect.element(page.getByText("Theirs: a picture of their own")).toBeVisible();
  expect(store.get().fields.cover).toEqual({ theme: "night", imageId: null });
  await page.getByRole("button", { name: "Take theirs" }).click();
  await expect.poll(shownPicture).toBe(`/images/${IMAGE}`);
  await expect.element(page.getByText("Theirs:", { exact: false })).not.toBeInTheDocument();
});
