import { beforeEach, expect, test } from "vitest";
import { page } from "vitest/browser";
import type { Notification } from "@turnout/contract/notifications";
import type { Locale } from "@turnout/contract/locale";
import { NOTIFIED } from "../live/notified.ts";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { mount } from "../testing/mount.test-support.tsx";
import { account, signIn } from "../testing/sign-in.test-support.ts";
import { Bell } from "./bell.tsx";
import { EventChoices } from "./event-choices.tsx";
import { NotificationList } from "./notification-list.tsx";
import { showUnread } from "./unread.ts";

const eventId = "00000000-0000-4000-8000-000000000001";
let made = 0;
const one = (more: Partial<Notification>): Notification => ({
  id: `00000000-0000-4000-8000-0000000001${String(++made).padStart(2, "0")}`,
  eventId,
  title: "Summer table",
  role: "host",
  kind: "answered",
  seq: made,
  at: new Date(Date.now() - 60_000 * made).toISOString(),
  isRead: false,
  name: `Guest ${made}`,
  answer: "going",
  messageId: null,
  excerpt: null,
  ...more,
});

/** What the server has, until something is read. */
function serve(list: Notification[]) {
  const server = { list };
  const unread = () => server.list.filter(({ isRead }) => !isRead).length;
  whenAsked("GET /api/notifications", () => ({ body: { notifications: server.list } }));
  whenAsked("GET /api/notifications/unread", () => ({ body: { unread: unread() } }));
  whenAsked("POST /api/notifications/read", ({ body }) => {
    const ids = body["ids"] as string[] | undefined;
    server.list = server.list.map((each) => (!ids || ids.includes(each.id) ? { ...each, isRead: true } : each));
    return { body: { unread: unread() } };
  });
  return server;
}

const show = (locale: Locale = "en") => mount(<NotificationList />, locale);
const lines = page.getByRole("listitem");

beforeEach(async () => {
  showUnread(0);
  history.replaceState(null, "", "/notifications");
  await signIn(account);
});

test("answers to one event are one line with their names, why it is there, and one button", async () => {
  serve([one({}), one({}), one({ kind: "replied", excerpt: "I bring salad" })]);
  await show();
  await expect.element(lines.nth(0)).toMatchTextContent(/^2 answers to .?Summer table/);
  await expect.element(lines.nth(0)).toMatchTextContent(/You get this because you host the event/);
  await expect.element(lines.nth(1)).toMatchTextContent(/I bring salad/);
  await page.getByRole("button", { name: /Mark as read: 2 answers/ }).click();
  await expect.element(page.getByRole("button", { name: /Mark as read: 2 answers/ })).not.toBeInTheDocument();
  expect(asked("POST", "/api/notifications/read")[0]!.body["ids"]).toHaveLength(2);
});

test("of four answers, all names are shown", async () => {
  serve(["Ada", "Grace", "Lin", "Alan"].map((name) => one({ name })));
  await show();
  await expect.element(lines.nth(0)).toMatchTextContent(/Ada.*, .*Grace.*, .*Lin.*and .*Alan/);
});

test("more answers name three people, and how many more there are", async () => {
  serve(["Ada", "Grace", "Lin", "Alan", "Joan", "Vera"].map((name) => one({ name })));
  await show();
  await expect.element(lines.nth(0)).toMatchTextContent(/Ada.*, .*Grace.*, .*Lin.*and .*3 more/);
  await expect.element(lines.nth(0)).not.toMatchTextContent(/Alan/);
});

test("all are read by one button, which is gone then", async () => {
  serve([one({}), one({ kind: "wrote" })]);
  await show();
  await page.getByRole("button", { name: "Mark all as read" }).click();
  await expect.element(page.getByRole("button", { name: /read/i })).not.toBeInTheDocument();
});

test("what was read on another device is read here, without a reload", async () => {
  const server = serve([one({})]);
  await show();
  await expect.element(page.getByText("Unread")).toBeInTheDocument();
  server.list = server.list.map((each) => ({ ...each, isRead: true }));
  dispatchEvent(new Event(NOTIFIED));
  await expect.element(page.getByText("Unread")).not.toBeInTheDocument();
});

test("without notifications it says what will be there", async () => {
  serve([]);
  await show();
  await expect.element(page.getByRole("heading", { name: "Nothing new" })).toBeVisible();
});

test("a list that cannot be loaded says so, and can be asked for again", async () => {
  whenAsked("GET /api/notifications", { status: 503, body: { code: "unavailable", status: 503 } });
  await show();
  await expect.element(page.getByText("Notifications could not be loaded")).toBeVisible();
  serve([one({ name: "Grace" })]);
  await page.getByRole("button", { name: "Try again" }).click();
  await expect.element(lines.nth(0)).toMatchTextContent(/Grace.? is coming to/);
  await expect.element(page.getByText("Notifications could not be loaded")).not.toBeInTheDocument();
});

test("in German it says the same", async () => {
  serve([one({ role: "guest", kind: "cancelled", name: null, answer: null })]);
  await show("de");
  await expect.element(lines.nth(0)).toMatchTextContent(/Summer table.? wurde abgesagt/);
});

test("the bell says how many are unread, and follows what is read elsewhere", async () => {
  const server = serve([one({}), one({})]);
  await mount(<Bell />);
  await expect.element(page.getByRole("link", { name: "Notifications: 2 unread" })).toBeVisible();
  server.list = [];
  dispatchEvent(new Event(NOTIFIED));
  await expect.element(page.getByRole("link", { name: "Notifications", exact: true })).toBeVisible();
});

test("an event's own page reads what is about the event", async () => {
  serve([one({})]);
  history.replaceState(null, "", `/e/${eventId}`);
  await mount(<Bell />);
  await expect.element(page.getByRole("link", { name: "Notifications", exact: true })).toBeVisible();
  await expect.poll(() => asked("POST", "/api/notifications/read").map(({ body }) => body)).toEqual(expect.arrayContaining([{ eventId }]));
});

test("what somebody does not want is switched off at once, and on again when it cannot be saved", async () => {
  serve([]);
  const choices = [
    { kind: "answered", channel: "bell", isOn: true },
    { kind: "answered", channel: "push", isOn: false },
  ];
  whenAsked("GET /api/quiet-hours", { body: { quietHours: null } });
  whenAsked("GET /api/notification-choices", { body: { choices } });
  whenAsked("PUT /api/notification-choices", { body: { choices } });
  await show();
  await page.getByText("Choose what you're notified of").click();
  const inApp = page.getByRole("group", { name: "Answers to your events" }).getByRole("switch", { name: "In the app" });
  await inApp.click();
  await expect.element(inApp).not.toBeChecked();
  await expect
    .poll(() => asked("PUT", "/api/notification-choices").map(({ body }) => body))
    .toEqual([{ kind: "answered", channel: "bell", isOn: false }]);
  whenAsked("PUT /api/notification-choices", { status: 503, body: { code: "unavailable", status: 503 } });
  await inApp.click();
  await expect.element(page.getByText("This could not be saved. Try again in a moment.")).toBeVisible();
  await expect.element(inApp).not.toBeChecked();
});

test("when a kind is emailed is chosen from a list, and goes back when it cannot be saved", async () => {
  serve([]);
  const choices = [{ kind: "answered", channel: "bell", isOn: true }];
  const emails = [{ kind: "answered", pace: "daily" }];
  whenAsked("GET /api/quiet-hours", { body: { quietHours: null } });
  whenAsked("GET /api/notification-choices", { body: { choices, emails } });
  whenAsked("PUT /api/notification-choices", { body: { choices, emails } });
  history.replaceState(null, "", "/notifications#choices"); // as emails lead there
  await show();
  const pace = page.getByRole("group", { name: "Answers to your events" }).getByRole("combobox", { name: "By email" });
  await expect.element(pace).toHaveValue("daily");
  await pace.selectOptions("off");
  await expect
    .poll(() => asked("PUT", "/api/notification-choices").map(({ body }) => body))
    .toEqual([{ kind: "answered", channel: "email", pace: "off" }]);
  whenAsked("PUT /api/notification-choices", { status: 503, body: { code: "unavailable", status: 503 } });
  await pace.selectOptions("atOnce");
  await expect.element(page.getByText("This could not be saved. Try again in a moment.")).toBeVisible();
  await expect.element(pace).toHaveValue("off");
  history.replaceState(null, "", "/");
});

test("a guest without an account chooses for the event that their link is of", async () => {
  whenAsked(`GET /api/events/${eventId}/notification-choices`, {
    body: { title: "Summer table", choices: [{ kind: "changed", channel: "push", isOn: true }] },
  });
  whenAsked(`PUT /api/events/${eventId}/notification-choices`, { body: { title: "Summer table", choices: [] } });
  whenAsked("GET /api/push", { body: { serverKey: null, browsers: [] } });
  await mount(<EventChoices eventId={eventId} />);
  await expect.element(page.getByRole("link", { name: "Summer table" })).toBeVisible();
  await page.getByRole("group", { name: "A new time or place" }).getByRole("switch", { name: "On your devices" }).click();
  await expect
    .poll(() => asked("PUT", `/api/events/${eventId}/notification-choices`).map(({ body }) => body))
    .toEqual([{ kind: "changed", channel: "push", isOn: false }]);
});

test("a guest without an account sees which device is notified beside what of, and turns it off there", async () => {
  const id = "00000000-0000-8000-8000-000000000007";
  const phone = { id, userAgent: "", locale: "en", hidesDetails: false, since: new Date().toISOString(), reachedAt: null };
  let browsers = [phone];
  whenAsked("GET /api/push", () => ({ body: { serverKey: "key", browsers } }));
  whenAsked(`DELETE /api/push/${id}`, () => ((browsers = []), { body: {} }));
  whenAsked(`GET /api/events/${eventId}/notification-choices`, { body: { title: "Summer table", choices: [] } });
  await mount(<EventChoices eventId={eventId} />);
  const devices = page.getByRole("region", { name: "Notifications on your devices" });
  await devices.getByRole("button", { name: /^Stop notifications on/ }).click();
  await expect.poll(() => asked("DELETE", `/api/push/${id}`)).toHaveLength(1);
  await expect.element(devices.getByRole("button", { name: /^Stop notifications on/ })).not.toBeInTheDocument();
});

for (const [locale, title, signInThere] of [
  ["en", "Sign in to choose", "Sign in"],
  ["de", "Melde dich an, um zu wählen", "Anmelden"],
] as const)
  test(`by the link of a guest with an account nothing is chosen, and the way to sign in is there: ${locale}`, async () => {
    whenAsked(`GET /api/events/${eventId}/notification-choices`, refuse("sign_in_required", undefined, 401));
    await mount(<EventChoices eventId={eventId} />, locale);
    const notice = page.getByRole("status").filter({ hasText: title });
    await expect.element(notice).toBeVisible();
    const next = encodeURIComponent(`/notifications?event=${eventId}`);
    await expect.element(notice.getByRole("link", { name: signInThere })).toHaveAttribute("href", `/sign-in?next=${next}`);
    await expect.element(page.getByRole("alert")).not.toBeInTheDocument();
  });

test("who has not answered is led to the event, and no connection is blamed", async () => {
  whenAsked(`GET /api/events/${eventId}/notification-choices`, refuse("not_allowed", undefined, 403));
  await mount(<EventChoices eventId={eventId} />);
  const notice = page.getByRole("status").filter({ hasText: "Answer first" });
  await expect.element(notice.getByRole("link", { name: "Go to the event" })).toHaveAttribute("href", `/e/${eventId}`);
  await expect.element(page.getByRole("alert")).not.toBeInTheDocument();
});

test("quiet hours are those of the night to begin with, by the clock here, and can be set", async () => {
  serve([]);
  whenAsked("GET /api/notification-choices", { body: { choices: [] } });
  whenAsked("GET /api/quiet-hours", { body: { quietHours: null } });
  whenAsked("PUT /api/quiet-hours", ({ body }) => ({ body }));
  await show();
  await page.getByText("Choose what you're notified of").click();
  await page.getByRole("switch", { name: /^Leave my devices alone at night/ }).click();
  const { timeZone: zone } = new Intl.DateTimeFormat().resolvedOptions();
  await expect.element(page.getByLabelText("From")).toHaveValue("22:00");
  await page.getByLabelText("To").fill("08:30");
  await expect
    .poll(() => asked("PUT", "/api/quiet-hours").map(({ body }) => body))
    .toEqual([{ quietHours: { begins: "22:00", ends: "07:00", zone } }, { quietHours: { begins: "22:00", ends: "08:30", zone } }]);
});
