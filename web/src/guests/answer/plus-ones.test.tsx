import { useState } from "react";
import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { mount } from "../../testing/mount.test-support.tsx";
import { PlusOnes } from "./plus-ones.tsx";

async function show(names: string[]) {
  function Form() {
    const [now, setNow] = useState(names);
    return <PlusOnes names={now} max={4} onChange={setNow} onRemove={(at) => setNow(now.toSpliced(at, 1))} />;
  }
  await mount(<Form />);
}
const fewer = page.getByRole("button", { name: "One fewer" });
const shown = () =>
  page
    .getByRole("textbox")
    .elements()
    .map((field) => (field as HTMLInputElement).value);

test("with one fewer the last one goes whose name was taken out, or else the last", async () => {
  await show(["Ann", "Carl", "Zed"]);
  await page.getByRole("textbox", { name: "Name of person 2" }).clear();
  await fewer.click();
  await expect.poll(shown).toEqual(["Carl", "Zed"]);
  await fewer.click();
  await expect.poll(shown).toEqual(["Carl"]);
  await page.getByRole("button", { name: "One more" }).click();
  await expect.poll(shown).toEqual(["Carl", ""]);
});
