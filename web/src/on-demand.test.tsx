import { type ReactNode, Suspense, useState } from "react";
import { expect, test, vi } from "vitest";
import { page } from "vitest/browser";
import type { Locale } from "@turnout/contract/locale";
import { later, onDemand } from "./on-demand.ts";
import { mount } from "./testing/mount.test-support.tsx";

const button = (name: string) => page.getByRole("button", { name, exact: true });
const notices = page.getByRole("region", { name: /^(Notices|Meldungen)$/ });

type DialogProps = { onClose: () => void };
const Dialog = ({ onClose }: DialogProps) => <button onClick={onClose}>Close</button>;

/** A dialog whose file cannot be fetched the first time, and the button that opens it. */
async function openDialog({ failures = 1, locale = "en" as Locale, instead = undefined as (() => ReactNode) | undefined } = {}) {
  let left = failures;
  const load = vi.fn<() => Promise<{ Dialog: typeof Dialog }>>(async () => {
    if (left-- > 0) throw new TypeError("Failed to fetch dynamically imported module");
    return { Dialog };
  });
  const Shown = onDemand(load, "Dialog", instead);
  function Opener() {
    const [open, setOpen] = useState(false);
    return (
      <>
        <button onClick={() => setOpen(true)}>Open</button>
        <p>{open ? "It is open" : "It is not open"}</p>
        <Suspense fallback={null}>{open && <Shown onClose={() => setOpen(false)} />}</Suspense>
      </>
    );
  }
  await mount(<Opener />, locale);
  await button("Open").click();
  return load;
}

test("a dialog whose file cannot be fetched says so and closes, and is fetched again the next time", async () => {
  const load = await openDialog({ failures: 2 });
  await expect.element(notices.getByText("That didn't work. Please try again.")).toBeVisible();
  await expect.element(page.getByText("It is not open")).toBeVisible();
  await button("Open").click();
  await expect.poll(() => load.mock.calls.length).toBe(2);
  await expect.element(page.getByText("It is not open")).toBeVisible();
  await button("Open").click();
  await expect.element(button("Close")).toBeVisible();
  await button("Close").click();
  await button("Open").click();
  await expect.element(button("Close")).toBeVisible();
  expect(load, "what was fetched is kept").toHaveBeenCalledTimes(3);
});

test("offline, the message says that there is no connection, in German too", async () => {
  const online = vi.spyOn(navigator, "onLine", "get").mockReturnValue(false);
  await openDialog({ locale: "de" });
  await expect.element(notices.getByText(/^Gerade keine Verbindung/)).toBeVisible();
  online.mockRestore();
});

test("what has something to show in its place shows that, without a message", async () => {
  const load = await openDialog({ instead: () => <p>The plain text</p> });
  await expect.element(page.getByText("The plain text")).toBeVisible();
  await expect.element(page.getByText("It is open")).toBeVisible();
  expect(load).toHaveBeenCalledTimes(1);
  expect(document.body.textContent).not.toContain("That didn't work");
});

test("a part of a page that cannot be fetched leaves the rest of the page, says so, and comes when it is shown again", async () => {
  let left = 1;
  const load = vi.fn<() => Promise<{ Part: (props: { guests: number }) => ReactNode }>>(async () => {
    if (left-- > 0) throw new TypeError("Failed to fetch dynamically imported module");
    return { Part: ({ guests }) => <p>{guests} guests</p> };
  });
  const Shown = later(load, "Part");
  function Page() {
    const [times, setTimes] = useState(1);
    return (
      <>
        <button onClick={() => setTimes(times + 1)}>Show again</button>
        <Suspense fallback={null}>
          <Shown key={times} guests={3} />
        </Suspense>
      </>
    );
  }
  await mount(<Page />);
  await expect.element(notices.getByText("That didn't work. Please try again.")).toBeVisible();
  await button("Show again").click();
  await expect.element(page.getByText("3 guests")).toBeVisible();
  expect(load).toHaveBeenCalledTimes(2);
});
