import { page, userEvent } from "vitest/browser";
import { expect, test } from "vitest";
import { useState } from "react";
import { mount } from "../testing/mount.test-support.tsx";
import { Button } from "./button.tsx";
import { Dialog } from "./dialog.tsx";

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
