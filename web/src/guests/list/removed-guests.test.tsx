import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { mount } from "../../testing/mount.test-support.tsx";
import { RemovedGuests } from "./removed-guests.tsx";

test("a list without removed guests has its heading right below the page's", async () => {
  await mount(<RemovedGuests eventId="11111111-1111-4111-8111-111111111111" guests={[]} search="" />);
  await expect.element(page.getByRole("heading", { level: 2, name: "Nobody here" })).toBeVisible();
});
