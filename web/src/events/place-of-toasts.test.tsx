import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { mount } from "../testing/mount.test-support.tsx";
import { dismissToast, showToast, toastsShown } from "../ui/toast.ts";
import "../chat/chat-panel.css";
import "./event-page.css";

afterEach(async () => {
  for (const { id } of toastsShown()) dismissToast(id);
  document.documentElement.style.removeProperty("--answer-height");
  await page.viewport(1280, 900);
});

/** Where a toast stands that has as many words as the longest, and not on its way there. */
async function placeOfToast(): Promise<DOMRect> {
  showToast("No connection right now. Nothing is lost: try again when you're back online.", { tone: "danger" });
  const toast = page.getByText(/^No connection right now/);
  await expect.element(toast).toBeVisible();
  const box = toast.element().closest<HTMLElement>(".toast")!;
  box.style.animation = "none";
  return box.getBoundingClientRect();
}

test.each([
  [390, 844, 300],
  [1280, 900, 300],
])("at %d × %d, a toast stands above the answer card", async (width, height, card) => {
  await page.viewport(width, height);
  await mount(<div className="event-layout" data-part="event" />);
  document.documentElement.style.setProperty("--answer-height", `${card}px`);
  const { top, bottom } = await placeOfToast();
  expect(bottom).toBeLessThan(innerHeight - card);
  expect(top).toBeGreaterThan(innerHeight - card - 150);
});

test("on a phone whose keyboard leaves the answer form all the room there is, a toast is within the window", async () => {
  await page.viewport(390, 420);
  await mount(<div className="event-layout" data-part="event" />);
  document.documentElement.style.setProperty("--answer-height", `${420 - 56}px`);
  const { top, bottom } = await placeOfToast();
  expect(top).toBeGreaterThanOrEqual(0);
  expect(bottom).toBeLessThan(150);
});

test.each([40, 160])("on a phone, a toast stands above a message of %d pixels that somebody writes", async (height) => {
  await page.viewport(390, 844);
  await mount(
    <div className="event-layout" data-part="chat">
      <section className="event-chat" style={{ height: 700 }}>
        <div className="chat">
          <div style={{ flex: 1 }} />
          <form className="composer">
            <div style={{ height }}>What somebody writes</div>
          </form>
        </div>
      </section>
    </div>,
  );
  const { bottom } = await placeOfToast();
  const composer = page.getByText("What somebody writes").element().getBoundingClientRect();
  expect(bottom).toBeLessThanOrEqual(composer.top);
  expect(bottom).toBeGreaterThan(composer.top - 60);
});
