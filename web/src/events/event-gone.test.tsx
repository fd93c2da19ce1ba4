import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { mount } from "../testing/mount.test-support.tsx";
import { EventGone } from "./event-gone.tsx";

test("of an event that is not shown, the link can be emailed again", async () => {
  await mount(<EventGone eventId="11111111-1111-4111-8111-111111111111" />);
  await expect.element(page.getByRole("heading", { name: "You don't have access with this link" })).toBeVisible();
  await expect.element(page.getByRole("link", { name: "Email me my link" })).toBeVisible();
});

test("an address that names no event is a broken link, as the server's page says: nothing could be emailed", async () => {
  await mount(<EventGone eventId="11111111-1111-4111-8111-1111111" />);
  await expect.element(page.getByRole("heading", { name: "This link no longer works" })).toBeVisible();
  await expect.element(page.getByRole("link", { name: "Email me my link" })).not.toBeInTheDocument();
});
