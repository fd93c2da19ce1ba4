import { expect, test } from "vitest";
import { page } from "vitest/browser";
import type { DoorLink } from "@turnout/contract/door-links";
import { Queries } from "../../events/queries.tsx";
import { asked, refuse, whenAsked } from "../../testing/fake-server.test-support.ts";
import { mount } from "../../testing/mount.test-support.tsx";
import { DoorLinksDialog } from "./door-links-dialog.tsx";

const link: DoorLink = {
  id: crypto.randomUUID(),
  gate: "South",
  withList: false,
  madeBy: "Ada",
  createdAt: "2027-06-01T17:42:00.000Z",
  usedAt: null,
};

async function showDialog(links: DoorLink[]) {
  const eventId = crypto.randomUUID();
  const path = `/api/events/${eventId}/door/links`;
  let listed = links;
  whenAsked(`GET ${path}`, () => ({ body: { links: listed } }));
  whenAsked(`DELETE ${path}/${link.id}`, () => ((listed = []), { body: {} }));
  await mount(
    <Queries>
      <DoorLinksDialog eventId={eventId} title="Picnic" onClose={() => {}} />
    </Queries>,
  );
  return path;
}

test("a host makes a link for a gate, which is shown with its code", async () => {
  const path = await showDialog([]);
  const url = `https://turnout.example/door#${"t".repeat(43)}`;
  whenAsked(`POST ${path}`, { body: { id: link.id, url } });
  await page.getByLabelText("Name of the gate").fill("South");
  await page.getByRole("button", { name: "Make a link" }).click();
  await expect.element(page.getByRole("img", { name: "QR code of the new link" })).toBeVisible();
  await expect.element(page.getByRole("region", { name: "New link" }).getByRole("textbox")).toHaveValue(url);
  expect(asked("POST", path).map(({ body }) => body)).toEqual([{ gate: "South", withList: false }]);
});

test("a host gives a link the guest list only where they say so, and the list of links says which have it", async () => {
  const path = await showDialog([{ ...link, withList: true }]);
  await expect.element(page.getByRole("list", { name: "Links that work" })).toMatchTextContent(/South.*with the guest list · by Ada/);
  whenAsked(`POST ${path}`, { body: { id: link.id, url: `https://turnout.example/door#${"t".repeat(43)}` } });
  await page.getByLabelText("Name of the gate").fill("North");
  await page.getByRole("checkbox", { name: /^With the guest list/ }).click();
  await page.getByRole("button", { name: "Make a link" }).click();
  await expect.poll(() => asked("POST", path).map(({ body }) => body)).toEqual([{ gate: "North", withList: true }]);
  await expect.element(page.getByRole("region", { name: "New link" })).toBeVisible();
  await expect.element(page.getByRole("checkbox", { name: /^With the guest list/ })).not.toBeChecked();
});

test("a link that works says whose it is and whether it was opened, and a host ends it", async () => {
  await showDialog([link]);
  const row = page.getByRole("list", { name: "Links that work" }).getByRole("listitem");
  await expect.element(row).toMatchTextContent(/South.*by Ada, not opened yet/);
  await page.getByRole("button", { name: "End the link of South" }).click();
  await expect.element(row).not.toBeInTheDocument();
});

test("one link too many is refused in words", async () => {
  const path = await showDialog([]);
  whenAsked(`POST ${path}`, refuse("door_links_full", { most: 50 }));
  await page.getByLabelText("Name of the gate").fill("South");
  await page.getByRole("button", { name: "Make a link" }).click();
  await expect.element(page.getByText("There are 50 links already. End one first.")).toBeVisible();
});
