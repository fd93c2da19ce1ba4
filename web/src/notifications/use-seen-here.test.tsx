import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { asked, whenAsked } from "../testing/fake-server.test-support.ts";
import { followedEvent } from "../testing/followed-event.test-support.tsx";
import { mount } from "../testing/mount.test-support.tsx";
import { account, signIn } from "../testing/sign-in.test-support.ts";
import { going } from "../testing/snapshots.test-support.ts";
import { useSeenHere } from "./use-seen-here.ts";

const SEEN = `/api/events/${going.eventId}/notifications/seen`;

function Page() {
  useSeenHere();
  return <p>The page</p>;
}

function become(state: DocumentVisibilityState) {
  Object.defineProperty(document, "visibilityState", { value: state, configurable: true });
  document.dispatchEvent(new Event("visibilitychange"));
}
afterEach(() => {
  Reflect.deleteProperty(document, "visibilityState");
});

const seen = () => asked("POST", SEEN).length;

test("a page of a guest without an account says that it was seen when it is left, and not when it is come back to", async () => {
  await signIn(null);
  whenAsked(`POST ${SEEN}`, { body: { seen: 1 } });
  await mount(followedEvent(going).show(<Page />));
  await expect
    .poll(() => {
      if (seen() === 0) become("hidden"); // what listens begins to after the page is shown
      return seen();
    })
    .toBe(1);
  become("visible");
  become("hidden");
  await expect.poll(seen).toBe(2);
});

test("with an account it says nothing: the bell reads what the page shows", async () => {
  await signIn(account);
  await mount(followedEvent(going).show(<Page />));
  await expect.element(page.getByText("The page")).toBeVisible();
  become("hidden");
  await mount(<p>Another page</p>);
  expect(asked("POST", SEEN)).toEqual([]);
});
