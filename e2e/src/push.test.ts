import type { CDPSession, Page, Worker } from "playwright-core";
import { expect, test } from "vitest";
import type { PushMessage, PushState } from "@turnout/contract/push";
import { answer, untilAnswerIs } from "./support/answers.ts";
import { ask } from "./support/api.ts";
import { anEvent, invite, openEvent, openInvitation, type Gathering } from "./support/events.ts";
import type { Person } from "./support/people.ts";
import { openStage } from "./support/stage.ts";

const stage = openStage();

/**
 * Chromium that is not Google's has no push service, and without windows it notifies nobody: the page gets a subscription of ours, which real keys
 * belong to, and is told what somebody would have said.
 */
async function withPushService({ page }: Person) {
  await page.context().addInitScript(() => {
    const said = () => (localStorage.getItem("test-permission") ?? "default") as NotificationPermission;
    Object.defineProperty(Notification, "permission", { get: said, configurable: true });
    Notification.requestPermission = async () => (localStorage.setItem("test-permission", "granted"), said());
    const base64url = (bytes: ArrayBuffer) =>
      btoa(String.fromCharCode(...new Uint8Array(bytes)))
        .replaceAll("+", "-")
        .replaceAll("/", "_")
        .replaceAll("=", "");
    const kept = () =>
      JSON.parse(localStorage.getItem("test-subscription") ?? "null") as { serverKey: string; json: PushSubscriptionJSON } | null;
    const asSubscription = ({ serverKey, json }: NonNullable<ReturnType<typeof kept>>) => ({
      endpoint: json.endpoint,
      options: {
        applicationServerKey: Uint8Array.from(atob(serverKey.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0)).buffer,
      },
      toJSON: () => json,
      unsubscribe: async () => (localStorage.removeItem("test-subscription"), true),
    });
    PushManager.prototype.getSubscription = async () => (kept() ? asSubscription(kept()!) : null) as PushSubscription | null;
    PushManager.prototype.subscribe = async (options) => {
      const { publicKey } = await crypto.subtle.generateKey({ name: "ECDH", namedCurve: "P-256" }, true, ["deriveBits"]);
      const p256dh = base64url(await crypto.subtle.exportKey("raw", publicKey));
      const auth = base64url(crypto.getRandomValues(new Uint8Array(16)).buffer);
      const json = { endpoint: `https://push.example/${crypto.randomUUID()}`, keys: { p256dh, auth } };
      localStorage.setItem("test-subscription", JSON.stringify({ serverKey: options!.applicationServerKey, json }));
      return asSubscription(kept()!) as unknown as PushSubscription;
    };
  });
}

async function comingGuest(name: string): Promise<{ guest: Person; event: Gathering }> {
  const host = await stage.aHost("Ada Almeida");
  const guest = await stage.aGuest(name);
  await withPushService(guest);
  const event = await anEvent(host);
  await invite(event, [guest]);
  await openInvitation(guest, event);
  await openEvent(guest, event);
  await answer(guest.page, "Going");
  await untilAnswerIs(guest.page, "You're going");
  return { guest, event };
}

/** Hands messages to the service worker as the browser does that has decrypted them. */
async function pushTo(page: Page): Promise<(message: Partial<PushMessage> | string) => Promise<void>> {
  const session: CDPSession = await page.context().newCDPSession(page);
  const registration = new Promise<string>((resolve) =>
    session.on(
      "ServiceWorker.workerRegistrationUpdated",
      ({ registrations }) => registrations[0] && resolve(registrations[0].registrationId),
    ),
  );
  await session.send("ServiceWorker.enable");
  const registrationId = await registration;
  const { origin } = new URL(page.url());
  return async (message) => {
    const data = typeof message === "string" ? message : JSON.stringify(message);
    await session.send("ServiceWorker.deliverPushMessage", { origin, registrationId, data });
  };
}

/** Keeps what the service worker shows, which a browser without windows cannot. A later one of the same tag replaces it, as in any browser. */
async function watchShown(page: Page) {
  const [worker] = page.context().serviceWorkers() as [Worker];
  await worker.evaluate(() => {
    const scope = globalThis as unknown as WorkerScope;
    scope.shown = [];
    scope.registration.showNotification = async (title, { body = "", tag = "", lang = "", data } = {}) => {
      scope.shown = [...scope.shown.filter((one) => one.tag !== tag), { title, body, tag, lang, data: data as unknown }];
    };
  });
  return () =>
    worker.evaluate(() => (globalThis as unknown as WorkerScope).shown.map(({ title, body, tag, lang }) => ({ title, body, tag, lang })));
}

const statesOf = (person: Person) => ask<PushState>(person, "GET", "/api/push");

test("a guest without an account is asked after their answer, turns it on by a press, and their browser shows what comes", async () => {
  const { guest, event } = await comingGuest("Grace Hopper");
  const { page } = guest;
  const offer = page.getByRole("complementary", { name: "Notifications" });
  await offer.getByRole("button", { name: "Notify me" }).click();
  await page.getByText("This device will tell you when something changes").waitFor();
  expect((await statesOf(guest)).browsers).toMatchObject([{ hidesDetails: false, locale: "en" }]);
  await expect.poll(() => offer.count()).toBe(0);

  const push = await pushTo(page);
  const shown = await watchShown(page);
  const path = `/e/${event.id}`;
  const news = { title: event.title, body: "New time: 20:30", path, tag: `${event.id} changed`, renotify: true, locale: "en" as const };
  // A page of the event that is looked at shows it by itself.
  await push({ ...news, body: "seen on the page" });
  await page.goto(`${guest.url}/offline.html`);
  await push(news);
  await expect.poll(() => shown()).toEqual([{ title: event.title, body: "New time: 20:30", tag: news.tag, lang: "en" }]);
  await push({ ...news, body: "New time: 21:30" });
  await expect.poll(async () => (await shown()).map(({ body }) => body)).toEqual(["New time: 21:30"]);
  await push("no JSON");
  await expect.poll(async () => (await shown()).map(({ title }) => title).toSorted()).toEqual([event.title, "Turnout"].toSorted());

  expect(await clicked(page, news.tag)).toEqual([`${guest.url}${path}`]);
  await page.goto(event.page);
  expect(await clicked(page, "turnout")).toEqual([`${guest.url}/`]);
});

/** What this needs of a service worker's scope, whose types do not go together with a page's. */
interface WorkerScope {
  clients: { openWindow(url: string): Promise<null> };
  registration: ServiceWorkerRegistration;
  shown: { title: string; body: string; tag: string; lang: string; data: unknown }[];
  dispatchEvent(event: Event): void;
}

/** Clicks a notification, as far as a test can: which windows the service worker would open. */
async function clicked(page: Page, tag: string): Promise<string[]> {
  const [worker] = page.context().serviceWorkers() as [Worker];
  return worker.evaluate(async (wanted) => {
    const scope = globalThis as unknown as WorkerScope;
    const opened: string[] = [];
    scope.clients.openWindow = async (url) => (opened.push(url), null);
    const notification = { ...scope.shown.find(({ tag: one }) => one === wanted), close: () => {} };
    const waits: Promise<unknown>[] = [];
    const waitUntil = (promise: Promise<unknown>) => void waits.push(promise);
    const event = Object.assign(new Event("notificationclick"), { notification, waitUntil });
    scope.dispatchEvent(event);
    await Promise.all(waits);
    return opened;
  }, tag);
}

test("a host turns it on on the account page, hides details, sees the device, and turns it off", async () => {
  const host = await stage.aHost("Ada Almeida");
  await withPushService(host);
  const { page } = host;
  await page.goto(`${host.url}/account`);
  const card = page.getByRole("region", { name: "Notifications on your devices" });
  await card.getByRole("button", { name: "Notify me on this device" }).click();
  await card.getByText("this browser").waitFor();
  await card.getByRole("switch", { name: "Hide details on this device" }).click();
  await expect.poll(async () => (await statesOf(host)).browsers.map(({ hidesDetails }) => hidesDetails)).toEqual([true]);
  await page.reload();
  await card.getByRole("button", { name: /^Stop notifications on/ }).click();
  await card.getByRole("button", { name: "Notify me on this device" }).waitFor();
  expect((await statesOf(host)).browsers).toEqual([]);
});

test("who says no is asked no more, and who has said no to the browser is told how to take that back", async () => {
  const { guest, event } = await comingGuest("Katherine Johnson");
  const offer = guest.page.getByRole("complementary", { name: "Notifications" });
  await offer.getByRole("button", { name: "Not now" }).click();
  await openEvent(guest, event);
  await guest.page.getByText("You're going").waitFor();
  expect(await offer.count()).toBe(0);

  const host = await stage.aHost("Ada Almeida");
  await host.page.addInitScript(() => Object.defineProperty(Notification, "permission", { get: () => "denied" }));
  await host.page.goto(`${host.url}/account`);
  await host.page.getByText("This browser does not let us notify you.").waitFor();
  expect(await host.page.getByRole("button", { name: "Notify me on this device" }).count()).toBe(0);
});
