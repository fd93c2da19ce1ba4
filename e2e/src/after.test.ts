import { expect, test } from "vitest";
import { ask, command } from "./support/api.ts";
import { answer, untilAnswerIs } from "./support/answers.ts";
import { anEvent, invite, openEvent, openInvitation } from "./support/events.ts";
import { openMail } from "./support/mailbox.ts";
import type { Person } from "./support/people.ts";
import { examine } from "./support/screens.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();
const DAY = 86_400_000;
const yesterday = new Date(Date.now() - DAY).toISOString().slice(0, 10);

const photosOf = ({ page }: Person) => page.getByRole("region", { name: "Photos" });
const photoBy = (person: Person, { name }: Person) => photosOf(person).getByRole("button", { name: `Photo by ${name}` });

test("after the evening: thanks, photos by a guest and a host, what is removed comes back, and the event is held again", async () => {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest("Grace Hopper");
  const event = await anEvent(host);
  await invite(event, [guest]);
  await openInvitation(guest, event);
  await answer(guest.page, "Going");
  await untilAnswerIs(guest.page, "You're going");
  // The evening passes.
  const fields = { starts: `${yesterday}T19:00`, ends: `${yesterday}T23:00` };
  await command(host, "PATCH", `/api/events/${event.id}`, { fields, quietly: true });

  await openEvent(guest, event);
  await openEvent(host, event);
  await guest.page.getByText("Thanks for coming!").waitFor();
  await guest.page.getByText("You were going").waitFor();
  const picture = await guest.page.screenshot();
  const file = { name: "evening.png", mimeType: "image/png", buffer: picture };
  await guest.page.getByLabel("Choose photos").setInputFiles([file, file]);
  await guest.page.getByText("2 photos added").waitFor();
  await photoBy(host, guest).nth(1).waitFor();
  await host.page.getByLabel("Choose photos").setInputFiles(file);
  await photoBy(guest, host).waitFor();

  const device = { desktop: host.page, phone: guest.page } as const;
  for (const [kind, page] of Object.entries(device)) {
    const screens = [
      {
        name: `event that is over as ${kind === "phone" ? "guest" : "host"}`,
        open: async () => photosOf({ page } as Person).scrollIntoViewIfNeeded(),
      },
      {
        name: "photo",
        open: async () =>
          photosOf({ page } as Person)
            .getByRole("button", { name: /^Photo by/ })
            .first()
            .click(),
      },
    ];
    expect(await examine(page, screens, kind as "desktop" | "phone")).toEqual([]);
    await page.keyboard.press("Escape");
  }

  await photoBy(host, guest).first().click();
  const shown = host.page.getByRole("dialog");
  await shown.getByText("1 of 3").waitFor();
  await shown.getByRole("button", { name: "Remove" }).click();
  await photosOf(guest).getByText("2 photos").waitFor();
  await host.page.getByRole("button", { name: "Undo" }).last().click();
  await photosOf(guest).getByText("3 photos").waitFor();
  await host.page.keyboard.press("Escape");
  const archive = await guest.page.context().request.get(`${event.page.replace("/e/", "/api/events/")}/photos.zip`);
  expect([archive.status(), (await archive.body()).subarray(0, 2).toString()]).toEqual([200, "PK"]);

  await host.page.getByRole("button", { name: "Thank your guests…" }).click();
  await host.page.getByRole("dialog").getByRole("button", { name: "Send to 1 person" }).click();
  await host.page.getByText("Goes out in a few seconds").waitFor();
  await openMail(guest, "Thank you for coming!");

  await host.page.getByRole("button", { name: "Again?" }).click();
  await host.page.waitForURL(/\/edit$/);
  const copy = /\/e\/([^/]+)\/edit$/.exec(host.page.url())![1]!;
  const { details } = await ask<{ details: { title: string; starts: string; status: string } }>(host, "GET", `/api/events/${copy}`);
  expect(details).toMatchObject({ title: event.title, status: "draft" });
  expect(Date.parse(details.starts)).toBeGreaterThan(Date.now() + 13 * DAY);
});
