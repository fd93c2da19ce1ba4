import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import type { Reply } from "../../live/command-reply.ts";
import { STILLNESS } from "./autosave.ts";
import { openEditor } from "./editor-store.ts";
import { emptyFields } from "./fields.ts";
import { type Batch, keptDraft } from "./kept-draft.ts";

beforeEach(() => {
  vi.useFakeTimers();
  const items = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (key: string) => items.get(key) ?? null,
    setItem: (key: string, value: string) => void items.set(key, value),
    removeItem: (key: string) => void items.delete(key),
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const fresh = emptyFields("Europe/Lisbon", "waves");
const picnic = { ...fresh, title: "Picnic", starts: "2027-06-18T19:00" };

function snapshotOf(status: "draft" | "published", seq: number, title = "Picnic"): EventSnapshot {
  const { starts, ends, answersClose, ...rest } = picnic;
  return {
    seq,
    tally: { going: 4 },
    details: { ...rest, title, startsAt: "2027-06-18T18:00:00Z", endsAt: null, answersCloseAt: null, status },
  } as unknown as EventSnapshot;
}

/** An editor whose server gives these replies in order, and then none. */
function anEditor(begin: { fresh?: typeof fresh | null; local?: boolean; replies: Reply[] }) {
  const sent: Batch[] = [];
  const send = async (batch: Batch): Promise<Reply> => (sent.push(batch), begin.replies.shift() ?? { type: "unreachable" });
  return {
    sent,
    editor: openEditor({ eventId: "e1", fresh: begin.fresh ?? null, local: begin.local ?? false, kept: keptDraft("e1"), send }),
  };
}
const still = () => vi.advanceTimersByTimeAsync(STILLNESS);
const yes = (seq: number): Reply => ({ type: "committed", seq });

test("the first character creates the draft, with its zone and cover; the next ones are edits", async () => {
  const { editor, sent } = anEditor({ fresh, replies: [yes(1), yes(2)] });
  editor.edit({ title: "P" });
  await still();
  editor.edit({ title: "Picnic" });
  await still();
  expect(sent[0]).toMatchObject({ creates: true, fields: { title: "P", zone: "Europe/Lisbon", cover: { theme: "waves" } } });
  expect(sent[1]).toMatchObject({ creates: false, fields: { title: "Picnic" } });
  expect(keptDraft("e1")).toBeNull();
});

test("unacknowledged edits are kept on this device, and the next page sends them under the same id", async () => {
  const before = anEditor({ fresh, replies: [] });
  before.editor.edit({ title: "Picnic" });
  await still();
  before.editor.stop();
  expect(before.editor.get()).toMatchObject({ saving: "offline", kept: true });

  const after = anEditor({ fresh, replies: [yes(1)] });
  expect(after.editor.get().fields.title).toBe("Picnic");
  after.editor.resume();
  await still();
  expect(after.sent[0]!.commandId).toBe(before.sent[0]!.commandId);
});

test("a creation whose reply was lost continues as an edit", async () => {
  const { editor, sent } = anEditor({ fresh, replies: [{ type: "refused", code: "command_id_reused" }, yes(2)] });
  editor.edit({ title: "Picnic" });
  await still();
  expect(sent.map(({ creates }) => creates)).toEqual([true, false]);
});

test("a published event changes only on request, also after a reload", async () => {
  const first = anEditor({ replies: [] });
  first.editor.arrived(snapshotOf("published", 5));
  first.editor.edit({ title: "Lake picnic" });
  await still();
  const { editor, sent } = anEditor({ replies: [yes(6)] });
  editor.resume();
  editor.arrived(snapshotOf("published", 5));
  await still();
  expect([...first.sent, ...sent]).toEqual([]);
  expect(editor.unsaved()).toEqual(["title"]);
  expect(await editor.save()).toBe(true);
  expect(sent[0]!.fields).toEqual({ title: "Lake picnic" });
});

test("a draft that another host publishes meanwhile is no longer saved automatically", async () => {
  const { editor, sent } = anEditor({ replies: [] });
  editor.arrived(snapshotOf("draft", 1));
  editor.edit({ title: "Lake picnic" });
  editor.arrived(snapshotOf("published", 2));
  await still();
  expect(sent).toEqual([]);
});

test("a refused value is not sent again until it changes", async () => {
  const { editor, sent } = anEditor({ replies: [{ type: "refused", code: "capacity_below_taken", facts: { seatsTaken: 4 } }, yes(2)] });
  editor.arrived(snapshotOf("draft", 1));
  editor.edit({ capacity: 3 });
  await still();
  await still();
  expect(sent).toHaveLength(1);
  expect(editor.get().refused).toMatchObject({ code: "capacity_below_taken", facts: { seatsTaken: 4 } });
  await editor.saveAnyway();
  expect(sent[1]).toMatchObject({ fields: { capacity: 3 }, override: true });
  expect(editor.get().refused).toBeNull();
});

test("a field with a problem waits, the others go", async () => {
  const { editor, sent } = anEditor({ replies: [yes(2)] });
  editor.arrived(snapshotOf("draft", 1));
  editor.edit({ place: { kind: "place", name: " ", address: "" }, description: "Bring cake" });
  await still();
  expect(sent[0]!.fields).toEqual({ description: "Bring cake" });
  expect(editor.unsaved()).toEqual(["place"]);
});

test("without an account nothing is sent: the draft is kept here, and the first page that has one sends all of it", async () => {
  const before = anEditor({ fresh, local: true, replies: [yes(1)] });
  before.editor.edit({ title: "Picnic" });
  await still();
  expect(await before.editor.save()).toBe(false);
  expect(before.sent).toEqual([]);
  expect(before.editor.get()).toMatchObject({ local: true, kept: true, created: false });

  const after = anEditor({ fresh: null, replies: [yes(1)] });
  after.editor.resume();
  await still();
  expect(after.sent).toMatchObject([{ creates: true, fields: { title: "Picnic" } }]);
  expect(keptDraft("e1")).toBeNull();
});

test("two tabs that make the same draft send one and the same command", async () => {
  const first = anEditor({ fresh, local: true, replies: [] });
  first.editor.edit({ title: "Picnic" });
  const tabs = [anEditor({ replies: [yes(1)] }), anEditor({ replies: [yes(1)] })];
  for (const { editor } of tabs) editor.resume();
  await still();
  expect(tabs[0]!.sent).toEqual(tabs[1]!.sent);
});
