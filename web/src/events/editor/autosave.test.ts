import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Reply } from "../../live/command-reply.ts";
import { createAutosave, STILLNESS } from "./autosave.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const yes: Reply = { type: "committed", seq: 1 };
const nobody: Reply = { type: "unreachable" };

/** A form with one text field, and a server that answers on demand. */
function aForm() {
  let typed = "";
  let saved = "";
  let ids = 0;
  const sent: { id: number; text: string }[] = [];
  const states: string[] = [];
  const waiting: ((reply: Reply) => void)[] = [];
  const autosave = createAutosave<{ id: number; text: string }>({
    take: () => (typed === saved ? null : { id: ++ids, text: typed }),
    send: (batch) => {
      sent.push(batch);
      return new Promise((resolve) => waiting.push(resolve));
    },
    settled: (batch) => void (saved = batch.text),
    changed: (state) => void states.push(state),
  });
  return {
    autosave,
    sent,
    states,
    type(text: string) {
      typed = text;
      autosave.nudge();
    },
    answer: async (reply: Reply) => {
      waiting.shift()?.(reply);
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}

test("typing is saved once, after a pause", async () => {
  const form = aForm();
  for (const text of ["P", "Pi", "Pic"]) {
    form.type(text);
    await vi.advanceTimersByTimeAsync(STILLNESS / 2);
  }
  expect(form.sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(STILLNESS);
  expect(form.sent).toEqual([{ id: 1, text: "Pic" }]);
});

test("one batch is sent at a time, and the next has the newest values", async () => {
  const form = aForm();
  form.type("one");
  await vi.advanceTimersByTimeAsync(STILLNESS);
  form.type("two");
  form.type("three");
  await vi.advanceTimersByTimeAsync(10 * STILLNESS);
  expect(form.sent).toHaveLength(1);
  await form.answer(yes);
  expect(form.sent).toEqual([
    { id: 1, text: "one" },
    { id: 2, text: "three" },
  ]);
  await form.answer(yes);
  expect(form.states.at(-1)).toBe("idle");
});

test("an unanswered batch is sent again unchanged, under its own id", async () => {
  const form = aForm();
  form.type("one");
  await vi.advanceTimersByTimeAsync(STILLNESS);
  await form.answer(nobody);
  expect(form.states.at(-1)).toBe("offline");
  form.type("two");
  await vi.advanceTimersByTimeAsync(1_000);
  await form.answer(yes);
  await form.answer(yes);
  expect(form.sent).toEqual([
    { id: 1, text: "one" },
    { id: 1, text: "one" },
    { id: 2, text: "two" },
  ]);
});

test("too many requests means later", async () => {
  const form = aForm();
  form.type("one");
  await vi.advanceTimersByTimeAsync(STILLNESS);
  await form.answer({ type: "refused", code: "too_many_requests" });
  expect(form.states.at(-1)).toBe("offline");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(form.sent).toHaveLength(2);
});

test("flush saves at once and resolves to whether everything arrived", async () => {
  const form = aForm();
  form.type("one");
  const flushed = form.autosave.flush();
  await vi.advanceTimersByTimeAsync(0);
  await form.answer(yes);
  expect(await flushed).toBe(true);

  form.type("two");
  const lost = form.autosave.flush();
  await vi.advanceTimersByTimeAsync(0);
  await form.answer(nobody);
  expect(await lost).toBe(false);
});
