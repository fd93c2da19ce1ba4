import { useState } from "react";
import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { mount } from "../testing/mount.test-support.tsx";
import { Dialog } from "./dialog.tsx";
import { releaseToasts, showToast } from "./toast.ts";

const notices = page.getByRole("region", { name: "Notices" });
const dismiss = notices.getByRole("button", { name: "Dismiss" });
const focus = (button: typeof dismiss) => (button.element() as HTMLElement).focus();

test("one that is dismissed by its own button holds none of those that follow", async () => {
  await mount(<p>A page</p>);
  showToast("Saved");
  await expect.element(dismiss).toBeVisible();
  focus(dismiss);
  await userEvent.keyboard("{Enter}");
  await expect.element(notices.getByText("Saved")).not.toBeInTheDocument();
  showToast("Saved again");
  await expect.element(notices.getByText("Saved again")).toBeVisible();
  releaseToasts("test");
  await expect.element(notices.getByText("Saved again")).not.toBeInTheDocument();
});

test("one that has the focus while its dialog closes goes in its time", async () => {
  function Page() {
    const [open, setOpen] = useState(true);
    return (
      <Dialog open={open} onClose={() => setOpen(false)} title="Settings">
        <p>Some</p>
      </Dialog>
    );
  }
  await mount(<Page />);
  await expect.element(page.getByRole("dialog")).toBeVisible();
  showToast("Saved");
  await expect.element(dismiss).toBeVisible();
  focus(dismiss);
  await userEvent.keyboard("{Escape}");
  await expect.element(page.getByRole("dialog")).not.toBeInTheDocument();
  await expect.element(notices.getByText("Saved")).toBeVisible();
  releaseToasts("test");
  await expect.element(notices.getByText("Saved")).not.toBeInTheDocument();
});
