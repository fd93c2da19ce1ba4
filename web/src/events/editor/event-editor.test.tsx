import { describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { EventFields } from "@turnout/contract/events";
import type { Locale } from "@turnout/contract/locale";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { asked, refuse, whenAsked } from "../../testing/fake-server.test-support.ts";
import { followedEvent } from "../../testing/followed-event.test-support.tsx";
import { account, signIn } from "../../testing/sign-in.test-support.ts";
import { mount } from "../../testing/mount.test-support.tsx";
import { ada, details, going, snapshots } from "../../testing/snapshots.test-support.ts";
import { EditorScreen } from "./editor-screen.tsx";
import { type EditorStore, openEditor } from "./editor-store.ts";
import { EventEditor } from "./event-editor.tsx";
import { emptyFields, fieldsOf } from "./fields.ts";
import { keptDraft } from "./kept-draft.ts";
import { sendEdits } from "./send-edits.ts";
import { EditorContext, useEditorRoot } from "./use-editor.ts";

const ID = going.eventId;
const EVENT = `/api/events/${ID}`;
const host = snapshots["host"]!;

const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
const box = (name: string | RegExp) => page.getByRole("textbox", { name });
const title = box("Title");
const sent = () => asked("PATCH", EVENT).map(({ body }) => body as { fields: Partial<EventFields>; quietly?: boolean; note?: string });
const made = () => asked("POST", "/api/events").map(({ body }) => body as { commandId: string; fields: Partial<EventFields> });

/** A new event, as its first page shows it. */
async function showNew({ local = false, locale = "en" as Locale } = {}) {
  const onBegun = vi.fn<(eventId: string) => void>();
  await mount(<EventEditor eventId={ID} fresh={emptyFields("Europe/Lisbon", "botanical")} local={local} onBegun={onBegun} />, locale);
  return onBegun;
}

/** An event that exists, followed live; the test says what becomes of it. */
async function showExisting(as: EventSnapshot, locale: Locale = "en"): Promise<EditorStore> {
  const store = openEditor({ eventId: ID, fresh: null, kept: null, send: sendEdits(ID) });
  store.arrived(as);
  function Shown() {
    return (
      <EditorContext value={useEditorRoot(store)}>
        <EditorScreen />
      </EditorContext>
    );
  }
  await mount(followedEvent(as).show(<Shown />), locale);
  return store;
}

describe("a new event", () => {
  test("begins in its title, and says what is all it takes", async () => {
    await showNew();
    await expect.element(title).toHaveFocus();
    await expect.element(page.getByText("A title and a start are all it takes.")).toBeVisible();
    await expect.element(page.getByRole("heading", { name: "New event" })).toBeInTheDocument();
  });

  test("is made with its first words, once, and saved as it grows", async () => {
    whenAsked("POST /api/events", { body: { seq: 1 } });
    whenAsked(`GET ${EVENT}`, () => new Promise(() => undefined));
    whenAsked(`PATCH ${EVENT}`, { body: { seq: 2 } });
    const onBegun = await showNew();
    await title.fill("Garden party");
    expect(onBegun).toHaveBeenCalledWith(ID);
    await expect.poll(made).toMatchObject([{ eventId: ID, commandId: ID, fields: { title: "Garden party" } }]);
    await expect.element(page.getByText("Saved", { exact: true })).toBeVisible();
    await title.fill("Garden party at ours");
    await expect.poll(sent).toMatchObject([{ fields: { title: "Garden party at ours" } }]);
    expect(made()).toHaveLength(1);
  });

  test("is published only with a title and a start: the cursor goes to what is missing, which says so", async () => {
    await showNew();
    await button("Publish").click();
    await expect.element(title).toHaveFocus();
    await expect.element(title).toHaveAccessibleDescription("Add a title");
    await expect.element(box("Starts: date")).toHaveAccessibleDescription("Add a start time");
    await expect.element(page.getByRole("dialog")).not.toBeInTheDocument();
  });

  test("without an account is kept in this browser, which is said, and nothing is sent", async () => {
    await showNew({ local: true });
    await title.fill("Garden party");
    await expect.element(page.getByText("Kept in this browser")).toBeVisible();
    await expect.element(button("Save draft")).toBeEnabled();
    expect(keptDraft(ID)?.edits).toMatchObject({ title: { value: "Garden party" } });
    expect(asked()).toEqual([]);
  });

  test("without a word in it leaves nothing behind", async () => {
    await showNew({ local: true });
    await title.fill("G");
    await title.fill("");
    expect(keptDraft(ID)).toBeNull();
    await expect.element(button("Save draft")).toBeDisabled();
  });

  test("that cannot be saved says that it is offline, aloud too, keeps what is written, and goes on when it can", async () => {
    whenAsked("POST /api/events", { status: 503 });
    whenAsked(`GET ${EVENT}`, () => new Promise(() => undefined));
    await showNew();
    await title.fill("Garden party");
    await expect.element(page.getByText("Offline — kept on this device")).toBeVisible();
    await expect.element(page.getByRole("log")).toMatchTextContent("What you write is kept on this device.");
    expect(keptDraft(ID)).not.toBeNull();
    whenAsked("POST /api/events", { body: { seq: 1 } });
    dispatchEvent(new Event("online"));
    await expect.element(page.getByText("Saved", { exact: true })).toBeVisible();
    expect(keptDraft(ID)).toBeNull();
    expect(new Set(made().map(({ commandId }) => commandId))).toEqual(new Set([ID]));
  });

  test("a line break in the title is a space: it is one line everywhere else", async () => {
    await showNew({ local: true });
    await title.fill("Garden\nparty");
    await expect.element(title).toHaveValue("Garden party");
  });
});

describe("when it is", () => {
  test("a date chosen first has the usual time, and an end follows the start when that moves", async () => {
    await showNew({ local: true });
    await box("Starts: date").fill("2027-06-18");
    await userEvent.keyboard("{Tab}");
    await expect.element(box("Starts: time")).toHaveValue("19:00");
    await button("Add an end").click();
    const end = box("Ends: date");
    await expect.element(end).toHaveValue("18 Jun 2027");
    await box("Starts: date").fill("2027-06-19");
    await expect.element(end).toHaveValue("19 Jun 2027");
  });

  test("what is no date says how one is written, and holds publishing back", async () => {
    await showNew({ local: true });
    await title.fill("Garden party");
    const starts = box("Starts: date");
    await starts.fill("someday");
    await userEvent.keyboard("{Tab}");
    await expect.element(starts).toHaveAttribute("aria-invalid", "true");
    await expect.element(page.getByText(/^Write it like this: \d+ \w+ \d{4}/)).toBeVisible();
    await button("Publish").click();
    await expect.element(starts).toHaveFocus();
  });

  test("a time that a clock change skips stays as it was typed, and holds on the next day", async () => {
    const starts = { zone: "Europe/Berlin", startsAt: "2027-03-27T01:30:00.000Z", starts: "2027-03-27T02:30", endsAt: null, ends: null };
    whenAsked(`PATCH ${EVENT}`, { body: { seq: 201 } });
    await showExisting({ ...host, details: { ...details, ...starts, status: "draft" } });
    const [date, time] = [box("Starts: date"), box("Starts: time")];
    await date.fill("2027-03-28");
    await title.click();
    await expect.poll(sent).toMatchObject([{ fields: { starts: "2027-03-28T03:30" } }]);
    await expect.element(page.getByText("Saved", { exact: true })).toBeVisible();
    await expect.element(time).toHaveValue("02:30");
    await expect.element(page.getByText("Clocks in Berlin skip this time")).toBeVisible();
    await date.fill("2027-03-29");
    await title.click();
    await expect.element(time).toHaveValue("02:30");
    await expect.poll(() => sent()[1]).toMatchObject({ fields: { starts: "2027-03-29T02:30" } });
  });

  test("an end before the start is said", async () => {
    await showExisting({ ...host, details: { ...details, status: "draft" } });
    const end = box("Ends: date");
    await end.fill("2020-01-01");
    await title.click();
    await expect.element(page.getByText("The end is before the start. Choose a later one.")).toBeVisible();
  });

  test("all day has no times, and turned back finds those it had", async () => {
    await showExisting(host);
    const time = box("Starts: time");
    const before = fieldsOf(details).starts!.slice(11);
    await expect.element(time).toHaveValue(before);
    await page.getByRole("switch", { name: "All day" }).click();
    await expect.element(time).not.toBeInTheDocument();
    await page.getByRole("switch", { name: "All day" }).click();
    await expect.element(time).toHaveValue(before);
  });
});

describe("where it is", () => {
  test("an address without a name says so, and going back to a kind finds what was typed", async () => {
    await showExisting(host);
    const name = box("Name of the place");
    await name.fill("");
    await userEvent.keyboard("{Tab}{Tab}");
    await expect.element(page.getByText("Name the place, or choose “Later”.")).toBeVisible();
    await name.fill("Room 4");
    await page.getByText("Online", { exact: true }).click();
    await expect.element(box("Link to the meeting")).toBeVisible();
    await page.getByText("Address", { exact: true }).first().click();
    await expect.element(name).toHaveValue("Room 4");
  });

  test("a link that is none says so", async () => {
    await showExisting({ ...host, details: { ...details, place: { kind: "online", url: null } } });
    await box("Link to the meeting").fill("meet me");
    await userEvent.keyboard("{Tab}");
    await expect.element(box("Link to the meeting")).toHaveAccessibleDescription(/That's not a web address. It starts with https:/);
  });
});

describe("a published event", () => {
  test("is not saved by itself: what is unsaved is counted, and can be thrown away", async () => {
    await showExisting(host);
    await expect.element(page.getByText("This is what guests see.")).toBeVisible();
    await title.fill("Autumn table");
    await expect.element(page.getByText("1 unsaved change", { exact: true })).toBeVisible();
    await button("Discard").click();
    await expect.element(title).toHaveValue(details.title);
    expect(sent()).toEqual([]);
  });

  test("words are saved without a question, and the host is told", async () => {
    whenAsked(`PATCH ${EVENT}`, { body: { seq: 201 } });
    await showExisting(host);
    await title.fill("Autumn table");
    await button("Save").click();
    await expect.poll(sent).toMatchObject([{ fields: { title: "Autumn table" } }]);
    await expect.element(page.getByRole("region", { name: "Notices" }).getByText("Saved. Guests see it now.")).toBeVisible();
  });

  test("a new place asks how guests shall hear of it, and sends the note along", async () => {
    whenAsked(`PATCH ${EVENT}`, { body: { seq: 201 } });
    await showExisting(host);
    await box("Name of the place").fill("Quinta do Lago");
    await button("Save").click();
    const dialog = page.getByRole("dialog", { name: "Notify your guests?" });
    await expect.element(dialog).toMatchTextContent("60 people are coming so far.");
    expect(sent()).toEqual([]);
    await dialog.getByRole("textbox").fill("The meadow is wet.");
    await dialog.getByRole("button", { name: "Save and notify guests" }).click();
    await expect.poll(sent).toMatchObject([{ fields: { place: { name: "Quinta do Lago" } }, note: "The meadow is wet." }]);
    expect(sent()[0]).not.toHaveProperty("quietly");
  });

  test("can be moved without a mail", async () => {
    whenAsked(`PATCH ${EVENT}`, { body: { seq: 201 } });
    await showExisting(host);
    await box("Name of the place").fill("Quinta do Lago");
    await button("Save").click();
    await button("Save without notifying").click();
    await expect.poll(sent).toMatchObject([{ quietly: true }]);
    await expect.element(page.getByText("Saved. Nobody was emailed.")).toBeVisible();
  });

  test("fewer seats than people have is refused in words, and can be meant", async () => {
    const replies = [refuse("capacity_below_taken", { taken: 60 }), { body: { seq: 201 } }];
    whenAsked(`PATCH ${EVENT}`, () => replies.shift()!);
    await showExisting(host);
    await button(/^Seats/).click();
    await page.getByRole("spinbutton", { name: "People" }).fill("50");
    await page
      .getByRole("dialog")
      .getByRole("button", { name: /Done|Apply|OK|Save/ })
      .click();
    await button("Save").click();
    await expect.poll(sent).toMatchObject([{ fields: { capacity: 50 } }]);
    await expect.element(page.getByRole("dialog").getByText(/seat/).first()).toBeVisible();
    await page.getByRole("dialog").getByRole("button").last().click();
    await expect.poll(() => sent()[1]).toMatchObject({ fields: { capacity: 50 }, override: true });
  });

  test("that is cancelled is not edited any more", async () => {
    await showExisting({ ...host, details: { ...details, status: "cancelled" } });
    await expect.element(page.getByRole("heading", { name: details.title })).toBeVisible();
    await expect.element(title).not.toBeInTheDocument();
  });
});

describe("a host who is none any more", () => {
  async function saveRefused(code: "event_not_found" | "sign_in_required") {
    whenAsked(`PATCH ${EVENT}`, refuse(code));
    await showExisting(host);
    await box("Description").fill("Written with care.");
    await button("Save").click();
    const notice = page.getByRole("alert");
    await expect.element(notice).toBeInViewport();
    return notice;
  }

  test("but is signed in is told so where they look, and copies what they wrote", async () => {
    await page.viewport(1280, 500);
    await signIn(account);
    const notice = await saveRefused("event_not_found");
    await expect.element(notice).toMatchTextContent(/^You no longer host this event, or its draft was deleted/);
    await expect.element(notice.getByRole("link")).not.toBeInTheDocument();
    const write = vi.spyOn(navigator.clipboard, "writeText").mockResolvedValue();
    await notice.getByRole("button", { name: "Copy what you wrote" }).click();
    await expect.poll(() => write.mock.calls).toEqual([["Written with care."]]);
    write.mockRestore();
    await expect.element(box("Description")).toHaveValue("Written with care.");
    await page.viewport(1280, 900);
  });

  test("because the session has ended elsewhere signs in again", async () => {
    await signIn(account);
    whenAsked("GET /api/auth/session", { body: { account: null } });
    const notice = await saveRefused("event_not_found");
    await expect.element(notice).toMatchTextContent(/^You're no longer signed in as a host of this event/);
    await expect.element(notice.getByRole("link", { name: "Sign in" })).toBeVisible();
    await expect.element(button("Copy what you wrote")).not.toBeInTheDocument();
  });
});

describe("publishing an event whose start is past", () => {
  const past = {
    ...details,
    status: "draft" as const,
    startsAt: "2020-06-18T18:00:00.000Z",
    starts: "2020-06-18T19:00",
    endsAt: null,
    ends: null,
  };
  const question = page.getByRole("dialog", { name: "The start is in the past" });

  test("is asked about, and leads back to the date", async () => {
    await showExisting({ ...host, details: past });
    await button("Publish").click();
    await expect.element(question).not.toMatchTextContent(/You invite people next/);
    await question.getByRole("button", { name: "Change the date" }).click();
    await expect.element(question).not.toBeInTheDocument();
    await expect.element(box("Starts: date")).toHaveFocus();
  });

  test("is possible", async () => {
    whenAsked(`POST ${EVENT}/publication`, refuse("event_cancelled"));
    await showExisting({ ...host, details: past });
    await button("Publish").click();
    await question.getByRole("button", { name: "Publish anyway" }).click();
    await expect.element(question.getByRole("alert")).toMatchTextContent("The event has been cancelled.");
    expect(asked("POST", `${EVENT}/publication`)).toHaveLength(1);
  });
});

test("a time that a guest's calendar suggested is filled in once, for the host to save", async () => {
  const address = location.pathname + location.search;
  const starts = "2030-06-10T17:00";
  history.replaceState(null, "", `#starts=${encodeURIComponent(starts)}`);
  whenAsked(`GET ${EVENT}`, { body: host });
  await mount(<EventEditor eventId={ID} fresh={null} />);
  await expect.element(button("Save")).toBeEnabled();
  expect(location.hash).toBe("");
  expect(keptDraft(ID)?.edits["starts"]?.value).toBe(starts);
  expect(sent()).toEqual([]);
  history.replaceState(null, "", address);
});

describe("two hosts", () => {
  const changed = (text: string): EventSnapshot => ({ ...host, seq: 201, details: { ...details, title: text, revision: 1 } });

  test("what the other changes elsewhere appears while this one writes", async () => {
    const store = await showExisting(host);
    await title.fill("Autumn table");
    store.arrived({ ...host, seq: 201, details: { ...details, description: "Bring chairs.", revision: 1 } });
    await expect.element(box("Description")).toHaveValue("Bring chairs.");
    await expect.element(title).toHaveValue("Autumn table");
  });

  test("the same field changed by both shows the other's, read aloud, and saves nothing until one is chosen", async () => {
    const store = await showExisting(host);
    await title.fill("Autumn table");
    store.receive([
      {
        seq: 201,
        commandId: crypto.randomUUID(),
        at: new Date().toISOString(),
        actor: { kind: "user", userId: ada.userId, name: "Ada Lindgren" },
        body: { type: "event.edited", details: changed("Winter table").details, changed: ["title"] },
      } as never,
    ]);
    store.arrived(changed("Winter table"));
    const note = page.getByRole("status").filter({ hasText: "changed this at the same time" });
    await expect.element(note).toMatchTextContent("Winter table");
    await note.getByRole("button", { name: "Take theirs" }).click();
    await expect.element(title).toHaveValue("Winter table");
    await expect.element(note).not.toBeInTheDocument();
    await expect.element(page.getByText("This is what guests see.")).toBeVisible();
  });

  test("one's own can be kept, and is then what is saved", async () => {
    whenAsked(`PATCH ${EVENT}`, { body: { seq: 202 } });
    const store = await showExisting(host);
    await title.fill("Autumn table");
    store.arrived(changed("Winter table"));
    await button("Keep mine").click();
    await button("Save").click();
    await expect.poll(sent).toMatchObject([{ fields: { title: "Autumn table" } }]);
  });
});

describe("options", () => {
  test("each row says its value in words, and opens what changes it", async () => {
    await showExisting({ ...host, details: { ...details, status: "draft" } });
    const row = button(/^Plus-ones/);
    await expect.element(row).toMatchTextContent(/3/);
    await row.click();
    await expect.element(page.getByRole("dialog", { name: "Plus-ones" })).toBeVisible();
    await userEvent.keyboard("{Escape}");
    await expect.element(row).toHaveFocus();
  });

  test("rows, problems and the foot are German for German hosts", async () => {
    await showNew({ local: true, locale: "de" });
    await button("Veröffentlichen").click();
    await expect.element(page.getByText(/Titel/).first()).toBeVisible();
    expect(document.querySelector(".event-frame")!.textContent).not.toMatch(/\b(Seats|Publish|Starts|Options|Add a)\b/);
  });
});
