import { expect, test } from "vitest";
import { page } from "vitest/browser";
import type { Locale } from "@turnout/contract/locale";
import { whenAsked } from "../testing/fake-server.test-support.ts";
import { mount } from "../testing/mount.test-support.tsx";
import { withPageData } from "../testing/open-page.test-support.tsx";
import { snapshots } from "../testing/snapshots.test-support.ts";
import { DoorCodePage } from "./door-code-page.tsx";

async function show(walletPass: boolean, locale: Locale = "en") {
  const eventId = crypto.randomUUID();
  const snapshot = { ...snapshots["going"]!, eventId };
  whenAsked(`GET /api/events/${eventId}`, { body: snapshot });
  whenAsked(`GET /api/events/${eventId}/door-code`, { body: { url: "https://turnout.test/c/code", walletPass } });
  await mount(withPageData(snapshot, <DoorCodePage params={{ eventId }} />), locale);
  await expect.element(page.getByRole("img", { name: /QR/ })).toBeVisible();
  return { address: `/api/events/${eventId}/wallet-pass` };
}

test("a guest is offered their code for a wallet where the operator can make passes, and not elsewhere", async () => {
  const { address } = await show(true);
  expect(page.getByRole("link", { name: "Add to Apple Wallet" }).element().getAttribute("href")).toBe(address);
});

test("a guest is offered no pass where there is none", async () => {
  await show(false);
  expect(page.getByRole("link", { name: "Add to Apple Wallet" }).elements()).toEqual([]);
});

test("offers it in German", async () => {
  await show(true, "de");
  await expect.element(page.getByRole("link", { name: "Zu Apple Wallet hinzufügen" })).toBeVisible();
});
