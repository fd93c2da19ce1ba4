import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { mount } from "../testing/mount.test-support.tsx";
import { CookiesNeeded } from "./cookies-needed.tsx";

test("the page for a browser without cookies has a heading of its own", async () => {
  await mount(<CookiesNeeded />);
  await expect.element(page.getByRole("heading", { level: 1, name: "This browser blocks cookies" })).toBeVisible();
});
