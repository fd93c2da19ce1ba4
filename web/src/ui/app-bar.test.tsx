import { afterEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import { mount } from "../testing/mount.test-support.tsx";
import { AccountSlot } from "./app-bar.tsx";
import { LiveBadge } from "./badge.tsx";
import { Page } from "./page.tsx";

afterEach(() => page.viewport(1280, 900));

const box = (selector: string) => document.querySelector(selector)!.getBoundingClientRect();

test.each(["offline", "catchingUp", "polling"] as const)(
  "on a phone the words of a connection that is %s lie on nothing",
  async (state) => {
    await page.viewport(390, 844);
    const bar = <LiveBadge state={state} since={Date.parse("2027-06-18T22:59:00")} />;
    await mount(
      <Page title="Door" bar={bar}>
        Door
      </Page>,
      "de",
    );
    await expect.element(page.getByText(/^(Offline seit|Holt auf|Neu alle)/)).toBeVisible();
    // A name that is clipped away takes no room, and is read out all the same.
    const name = document.querySelector(".app-bar .brand span")!;
    expect([getComputedStyle(name).clipPath, name.textContent]).toEqual(["inset(50%)", "Turnout"]);
    expect(box(".live-badge").left).toBeGreaterThanOrEqual(box(".app-bar .brand-mark").right);
    expect(document.documentElement.scrollWidth).toBe(390);
  },
);

test.each([320, 360, 375, 390])(
  "on a window of %s px the state of the connection does not lie on the name, beside bell and account",
  async (width) => {
    await page.viewport(width, 700);
    const account = (
      <>
        <a className="icon-button bell" href="/notifications" aria-label="Notifications" />
        <button type="button" className="icon-button" aria-label="Account" />
      </>
    );
    await mount(
      <AccountSlot value={account}>
        <Page title="Door" bar={<LiveBadge state="live" since={null} />}>
          Door
        </Page>
      </AccountSlot>,
    );
    await expect.element(page.getByText("Live")).toBeVisible();
    const name = document.querySelector(".app-bar .brand span")!;
    const isClipped = getComputedStyle(name).clipPath !== "none";
    expect(box(".live-badge").left).toBeGreaterThanOrEqual((isClipped ? box(".app-bar .brand-mark") : name.getBoundingClientRect()).right);
    expect(document.documentElement.scrollWidth).toBe(width);
  },
);
