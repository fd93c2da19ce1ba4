import { page, userEvent } from "vitest/browser";
import { expect, test } from "vitest";
import { useState } from "react";
import { mount } from "../testing/mount.test-support.tsx";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";
import { showToast } from "./toast.ts";

function Place() {
  const [open, setOpen] = useState(true);
  return (
    <>
      <Button onClick={() => setOpen(true)}>Open</Button>
      <Dialog open={open} onClose={() => setOpen(false)} title="Question">
        <input aria-label="Words" />
      </Dialog>
    </>
  );
}

const dialog = page.getByRole("dialog");
const pressBeside = () => page.elementLocator(document.documentElement).click({ position: { x: 2, y: 2 }, force: true });

test("a press beside a dialog closes it, but not once something was entered there", async () => {
  await mount(<Place />);
  await pressBeside();
  await expect.element(dialog).not.toBeInTheDocument();
  await page.getByRole("button", { name: "Open" }).click();
  const words = dialog.getByRole("textbox", { name: "Words" });
  await words.fill("What do you eat?");
  await pressBeside();
  await expect.element(words).toHaveValue("What do you eat?");
  await userEvent.keyboard("{Escape}");
  await expect.element(dialog).not.toBeInTheDocument();
  await page.getByRole("button", { name: "Open" }).click();
  await expect.element(dialog).toBeVisible();
  await pressBeside();
  await expect.element(dialog).not.toBeInTheDocument();
});

/** Where something is on the screen. */
const boxOf = (locator: typeof dialog) => locator.element().getBoundingClientRect();

function Long() {
  return (
    <Dialog open onClose={() => {}} title="Questions" actions={<Button>Save</Button>}>
      {Array.from({ length: 30 }, (_, at) => (
        <label key={at}>
          Question {at + 1} <input />
        </label>
      ))}
    </Dialog>
  );
}

const save = dialog.getByRole("button", { name: "Save" });

test.each([
  ["desktop", 1280],
  ["phone", 390],
])("a long one keeps its buttons in view, and what gets the focus stands above them: %s", async (_device, width) => {
  await page.viewport(width, 700);
  await mount(<Long />);
  await expect.element(save).toBeInViewport({ ratio: 1 });
  const field = dialog.getByRole("textbox", { name: "Question 24" });
  (field.element() as HTMLElement).focus();
  await expect.element(field).toBeInViewport({ ratio: 1 });
  expect(boxOf(field).bottom).toBeLessThanOrEqual(boxOf(save).top);
  await page.viewport(1280, 900);
});

test("where it is low, buttons take no room from what is entered", async () => {
  await page.viewport(844, 390);
  await mount(<Long />);
  await expect.element(dialog).toBeVisible();
  await expect.element(save).not.toBeInViewport();
  await page.viewport(1280, 900);
});

test("on a phone, what is said covers none of a sheet's buttons", async () => {
  await page.viewport(390, 844);
  await mount(<Long />);
  for (const text of ["Saved", "Sent", "Copied"]) showToast(text);
  const said = dialog.getByRole("region", { name: "Notices" }).getByText("Copied");
  await expect.element(said).toBeVisible();
  expect(boxOf(said).bottom).toBeLessThan(boxOf(save).top);
  await page.viewport(1280, 900);
});
