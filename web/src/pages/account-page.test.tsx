import { describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Account, AccountSession } from "@turnout/contract/accounts";
import type { Passkey } from "@turnout/contract/passkeys";
import type { Locale } from "@turnout/contract/locale";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { mount } from "../testing/mount.test-support.tsx";
import { account, signIn } from "../testing/sign-in.test-support.ts";
import { AccountPage } from "./account-page.tsx";

const card = (name: string) => page.getByRole("region", { name });
const you = card("You");
const email = card("Email");
const password = card("Password");
const passkeys = card("Passkeys");
const devices = card("Where you are signed in");
const removal = card("Delete the account");
const press = (within: ReturnType<typeof card>, name: string) => within.getByRole("button", { name, exact: true }).click();
const field = (within: ReturnType<typeof card>, name: string) => within.getByLabelText(name, { exact: true });
const notices = page.getByRole("region", { name: "Notices" });
const fresh = page.getByRole("dialog", { name: "Is it really you?" });

/** What a device says, as far as this side of it goes. */
const anAssertion = () =>
  ({
    id: "aaaa",
    rawId: new ArrayBuffer(3),
    type: "public-key",
    authenticatorAttachment: null,
    getClientExtensionResults: () => ({}),
    response: { clientDataJSON: new ArrayBuffer(3), authenticatorData: new ArrayBuffer(3), signature: new ArrayBuffer(3) },
  }) as unknown as PublicKeyCredential;

const anHourAgo = new Date(Date.now() - 3_600_000).toISOString();
const device = (id: string, userAgent: string, current = false): AccountSession => ({
  id,
  signedInAt: anHourAgo,
  lastSeenAt: anHourAgo,
  userAgent,
  current,
});
const firefox = device("1", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", true);
const safari = device(
  "2",
  "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1 Version/18.0 Mobile/15E148 Safari/604.1",
);
const curl = device("3", "curl/8");

async function showAccountOf(
  as: Account = account,
  { sessions = [firefox], passkeys = [] as Passkey[], providers = [] as object[], locale = "en" as Locale } = {},
) {
  whenAsked("GET /api/auth/sessions", { body: { sessions } });
  whenAsked("GET /api/auth/passkeys", { body: { passkeys } });
  whenAsked("GET /api/push", { body: { serverKey: null, browsers: [] } });
  whenAsked("GET /api/auth/linked-providers", { body: { providers } });
  await signIn(as);
  await mount(<AccountPage />, locale);
  await expect.element(page.getByRole("heading", { level: 1 })).toBeVisible();
}

describe("passkeys", () => {
  const phone: Passkey = { id: "1", name: "Phone", addedAt: anHourAgo, usedAt: null };
  const key: Passkey = { id: "2", name: "Blue key", addedAt: anHourAgo, usedAt: anHourAgo };

  test("are listed with their use, and one that is removed leaves the list", async () => {
    await showAccountOf(account, { passkeys: [phone, key] });
    await expect.element(passkeys.getByText(/not used yet/)).toBeVisible();
    await expect.element(passkeys.getByText(/last used/)).toBeVisible();
    whenAsked("DELETE /api/auth/passkeys/2", { body: { done: true } });
    whenAsked("GET /api/auth/passkeys", { body: { passkeys: [phone] } });
    await press(passkeys, "Remove the passkey Blue key");
    await expect.element(notices.getByText(/The passkey “Blue key” is removed/)).toBeVisible();
    await expect.element(passkeys.getByText("Blue key")).not.toBeInTheDocument();
  });

  test("need a sign-in of late to be removed, by another passkey or by the password", async () => {
    await showAccountOf({ ...account, hasPasskey: true }, { passkeys: [phone] });
    whenAsked("DELETE /api/auth/passkeys/1", refuse("reauthentication_required", undefined, 403));
    await press(passkeys, "Remove the passkey Phone");
    await expect.element(fresh.getByRole("button", { name: "Sign in with a passkey" })).toBeVisible();
    await expect.element(fresh.getByLabelText("Password", { exact: true })).toBeVisible();
    await expect.element(passkeys.getByText("Phone", { exact: true })).toBeVisible();
  });

  test("of operators are removed by a passkey alone, and nothing happens to another account whose passkey is used", async () => {
    await showAccountOf({ ...account, hasPasskey: true, isOperator: true }, { passkeys: [phone] });
    const needsPasskey = refuse("passkey_required", undefined, 403);
    const removals = [needsPasskey, { body: { done: true } }, needsPasskey];
    whenAsked("DELETE /api/auth/passkeys/1", () => removals.shift()!);
    const signingIn = [account.id, "somebody else"].map((id) => ({
      body: { account: { ...account, id, hasPasskey: true }, isNew: false },
    }));
    whenAsked("POST /api/auth/passkey-questions", { body: { challenge: "aaaa" } });
    whenAsked("POST /api/auth/passkey-sign-in", () => signingIn.shift()!);
    const device = vi.spyOn(navigator.credentials, "get").mockImplementation(async () => anAssertion());
    const byPasskey = fresh.getByRole("button", { name: "Sign in with a passkey" });
    for (const outcome of ["it is removed", "nothing happens"]) {
      await press(passkeys, "Remove the passkey Phone");
      await expect.element(fresh.getByText(/You look after this instance/)).toBeVisible();
      await expect.element(fresh.getByLabelText("Password", { exact: true })).not.toBeInTheDocument();
      await byPasskey.click();
      await expect.element(fresh).not.toBeInTheDocument();
      await expect.poll(() => asked("DELETE").length, { message: outcome }).toBe(outcome === "it is removed" ? 2 : 3);
    }
    device.mockRestore();
  });

  test("that cannot be loaded say so, and can be asked for again", async () => {
    whenAsked("GET /api/auth/passkeys", refuse("unavailable", undefined, 503));
    whenAsked("GET /api/push", { body: { serverKey: null, browsers: [] } });
    whenAsked("GET /api/auth/linked-providers", { body: { providers: [] } });
    await signIn(account);
    whenAsked("GET /api/auth/sessions", { body: { sessions: [firefox] } });
    await mount(<AccountPage />);
    const again = passkeys.getByRole("button", { name: "Try again" });
    await expect.element(again).toBeVisible();
    whenAsked("GET /api/auth/passkeys", { body: { passkeys: [phone] } });
    await again.click();
    await expect.element(passkeys.getByText("Phone", { exact: true })).toBeVisible();
  });
});

describe("sign-in elsewhere", () => {
  const elsewhere = card("Sign-in elsewhere");
  const linked = { id: "1", label: "Example Inc", isCurrent: true, addedAt: anHourAgo, usedAt: anHourAgo };
  const known = () => whenAsked("GET /api/auth/provider", { body: { provider: { label: "Example Inc" } } });
  const linkedTo = (...providers: object[]) => whenAsked("GET /api/auth/linked-providers", { body: { providers } });

  test("is not there where there is no provider", async () => {
    await showAccountOf();
    await expect.element(passkeys).toBeVisible();
    await expect.element(elsewhere).not.toBeInTheDocument();
  });

  test("says what has come of linking, and unlinks it", async () => {
    known();
    history.replaceState(null, "", "/account?provider=linked");
    await showAccountOf(account, { providers: [linked] });
    await expect.element(elsewhere.getByRole("status").filter({ hasText: "You can sign in with Example Inc from now on." })).toBeVisible();
    await expect.element(elsewhere.getByRole("button", { name: "Link Example Inc" })).not.toBeInTheDocument();
    whenAsked("DELETE /api/auth/linked-providers/1", { body: { done: true } });
    linkedTo();
    await press(elsewhere, "Unlink Example Inc");
    await expect.element(notices.getByText("Example Inc is unlinked")).toBeVisible();
    await expect.element(elsewhere.getByRole("button", { name: "Link Example Inc" })).toBeVisible();
    history.replaceState(null, "", "/");
  });

  test("offers the provider that there is now, also where one of the same name was linked before it", async () => {
    known();
    await showAccountOf(account, { providers: [{ ...linked, isCurrent: false }] });
    await expect.element(elsewhere.getByRole("button", { name: "Unlink Example Inc" })).toBeVisible();
    await expect.element(elsewhere.getByRole("button", { name: "Link Example Inc", exact: true })).toBeVisible();
  });

  test("says why it could not be linked, and asks for a sign-in of late", async () => {
    known();
    history.replaceState(null, "", "/account?provider=provider_linked_elsewhere");
    await showAccountOf();
    await expect
      .element(elsewhere.getByRole("alert"))
      .toHaveTextContent("Who you are at Example Inc is linked with another account here. Unlink it there first.");
    whenAsked("POST /api/auth/linked-providers", refuse("reauthentication_required", undefined, 403));
    await press(elsewhere, "Link Example Inc");
    await expect.element(fresh.getByLabelText("Password", { exact: true })).toBeVisible();
    history.replaceState(null, "", "/");
  });
});

describe("the name", () => {
  test("is saved once it is another, without the spaces around it", async () => {
    whenAsked("PATCH /api/auth/account", ({ body }) => ({ body: { ...account, ...body } }));
    await showAccountOf();
    await field(you, "Name").fill(`${account.name}  `);
    await expect.element(you.getByRole("button")).not.toBeInTheDocument();
    await field(you, "Name").fill(" Ada King ");
    await press(you, "Save the name");
    await expect.element(notices.getByText("Saved: you are Ada King")).toBeVisible();
    expect(asked("PATCH").map(({ body }) => body)).toEqual([{ name: "Ada King" }]);
  });

  test("cannot be empty: the field says so, and has the focus", async () => {
    await showAccountOf();
    await field(you, "Name").fill(" ");
    await press(you, "Save the name");
    await expect.element(field(you, "Name")).toHaveFocus();
    await expect.element(field(you, "Name")).toHaveAccessibleDescription(/Enter your name/);
    expect(asked("PATCH")).toEqual([]);
  });
});

test("a page in another language than the mails says so, and takes it over for them", async () => {
  whenAsked("PATCH /api/auth/account", { body: { ...account, locale: "de" } });
  await showAccountOf(account, { locale: "de" });
  const language = page.getByRole("combobox", { name: "Sprache" });
  await expect.element(language).toHaveDisplayValue("Deutsch");
  await expect.element(page.getByText(/E-Mails .*: English\./)).toBeVisible();
  await page.getByRole("button", { name: "Auch E-Mails in dieser Sprache" }).click();
  await expect.poll(() => asked("PATCH").map(({ body }) => body)).toEqual([{ locale: "de" }]);
});

test("the language is changed at once, here and for the mails", async () => {
  whenAsked("PATCH /api/auth/account", { body: { ...account, locale: "de" } });
  await showAccountOf();
  await you.getByRole("combobox", { name: "Language" }).selectOptions("de");
  await expect.element(page.getByRole("heading", { level: 1, name: "Dein Konto" })).toBeVisible();
  expect(document.documentElement.lang).toBe("de");
  await expect.poll(() => asked("PATCH").map(({ body }) => body)).toEqual([{ locale: "de" }]);
  document.cookie = "locale=; Path=/; Max-Age=0";
});

describe("another address", () => {
  const to = (address: string) => field(email, "New address").fill(address);
  const wanted = () => asked("POST", "/api/auth/email-changes").map(({ body }) => body);

  test.each([
    ["", "Enter your email address."],
    ["lin at example", "That doesn't look like an email address."],
    [" ADA@example.org ", "That is your address already."],
  ])("%j is not sent: “%s”", async (typed, words) => {
    await showAccountOf();
    await press(email, "Change the address");
    await to(typed);
    await press(email, "Send the mail");
    await expect.element(field(email, "New address")).toHaveFocus();
    await expect.element(field(email, "New address")).toHaveAccessibleDescription(words);
    expect(wanted()).toEqual([]);
  });

  test("gets a mail, and the old one stays until that is opened", async () => {
    whenAsked("POST /api/auth/email-changes", { body: { sent: true } });
    await showAccountOf();
    await press(email, "Change the address");
    await to(" new@example.org");
    await userEvent.keyboard("{Enter}");
    await expect.element(email.getByText("A mail is on its way to new@example.org")).toBeVisible();
    await expect.element(email.getByText(account.email, { exact: true })).toBeVisible();
    expect(wanted()).toEqual([{ email: "new@example.org" }]);
  });

  test("after a while asks for the password again, and then goes on by itself", async () => {
    const replies = [refuse("reauthentication_required", undefined, 403), { body: { sent: true } }];
    whenAsked("POST /api/auth/email-changes", () => replies.shift()!);
    const signIns = [refuse("sign_in_failed", undefined, 401), { body: { account, isNew: false } }];
    whenAsked("POST /api/auth/sign-in", () => signIns.shift()!);
    await showAccountOf();
    await press(email, "Change the address");
    await to("new@example.org");
    await press(email, "Send the mail");
    const typed = fresh.getByLabelText("Password", { exact: true });
    await fresh.getByRole("button", { name: "Continue" }).click();
    await expect.element(typed).toHaveAccessibleDescription("Enter your password.");
    await typed.fill("wrong horse");
    await userEvent.keyboard("{Enter}");
    await expect.element(typed).toHaveAccessibleDescription("That is not your password.");
    await typed.fill("right horse");
    await userEvent.keyboard("{Enter}");
    await expect.element(email.getByText("A mail is on its way to new@example.org")).toBeVisible();
    await expect.element(fresh).not.toBeInTheDocument();
    expect(wanted()).toHaveLength(2);
    expect(asked("POST", "/api/auth/sign-in")[1]!.body).toEqual({ email: account.email, password: "right horse" });
  });

  test("without a password the way to prove it is a mail; whoever closes the question has changed nothing", async () => {
    whenAsked("POST /api/auth/email-changes", refuse("reauthentication_required", undefined, 403));
    whenAsked("POST /api/auth/sign-in-links", { body: { sent: true } });
    await showAccountOf({ ...account, hasPassword: false });
    await press(email, "Change the address");
    await to("new@example.org");
    await press(email, "Send the mail");
    await fresh.getByRole("button", { name: "Send me a link" }).click();
    await expect.element(fresh.getByRole("status")).toMatchTextContent(account.email);
    expect(asked("POST", "/api/auth/sign-in-links")[0]!.body).toMatchObject({ email: account.email, next: "/account" });
    await userEvent.keyboard("{Escape}");
    await expect.element(fresh).not.toBeInTheDocument();
    await expect.element(field(email, "New address")).toHaveValue("new@example.org");
  });
});

describe("the password", () => {
  async function change(current: string, chosen: string) {
    await press(password, "Change the password");
    await field(password, "Current password").fill(current);
    await field(password, "New password").fill(chosen);
    await userEvent.keyboard("{Enter}");
  }

  test("is changed, and the other devices are signed out", async () => {
    whenAsked("PUT /api/auth/password", { body: { done: true } });
    await showAccountOf();
    await change("old horse", "new horse battery");
    await expect.element(notices.getByText(/Your password is changed/)).toBeVisible();
    await expect.element(field(password, "New password")).not.toBeInTheDocument();
    expect(asked("PUT").map(({ body }) => body)).toEqual([{ currentPassword: "old horse", newPassword: "new horse battery" }]);
    await expect.poll(() => asked("GET", "/api/auth/sessions").length).toBeGreaterThan(1);
  });

  test.each([
    ["password_wrong", "Current password", "That is not your password."],
    ["password_common", null, "That password is one of the first that anybody would try."],
    ["too_many_requests", null, "That was a lot at once."],
  ])("refused for %s says so in words, and keeps what was typed", async (code, label, words) => {
    whenAsked("PUT /api/auth/password", refuse(code, undefined, 400));
    await showAccountOf();
    await change("old horse", "new horse battery");
    if (label) await expect.element(field(password, label)).toHaveAccessibleDescription(words);
    else await expect.element(password.getByRole("alert")).toMatchTextContent(words);
    await expect.element(field(password, "New password")).toHaveValue("new horse battery");
  });

  test("that is too short is not sent, can be looked at, and is forgotten by keeping the old one", async () => {
    await showAccountOf();
    await change("old horse", "short");
    const chosen = field(password, "New password");
    await expect.element(chosen).toHaveFocus();
    await expect.element(chosen).toHaveAccessibleDescription("Use at least 8 characters.");
    await expect.element(chosen).toHaveAttribute("type", "password");
    const show = password.getByRole("button", { name: "Show the password" }).last();
    await show.click();
    await expect.element(show).toHaveAttribute("aria-pressed", "true");
    await expect.element(chosen).toHaveAttribute("type", "text");
    await press(password, "Keep the old one");
    await press(password, "Change the password");
    await expect.element(field(password, "Current password")).toHaveValue("");
    expect(asked("PUT")).toEqual([]);
  });

  test("where there is none, a mail leads to the first", async () => {
    whenAsked("POST /api/auth/password-resets", { body: { sent: true } });
    await showAccountOf({ ...account, hasPassword: false });
    await press(password, "Mail me a link to set one");
    await expect.element(password.getByText(`A mail is on its way to ${account.email}`)).toBeVisible();
    expect(asked("POST")[0]!.body).toMatchObject({ email: account.email });
  });
});

describe("the devices", () => {
  test("are named by browser and system, and any but this one can be signed out", async () => {
    await showAccountOf(account, { sessions: [firefox, safari, curl] });
    const rows = devices.getByRole("listitem");
    await expect.element(rows.nth(0)).toMatchTextContent(/Firefox on Linux.*this browser.*Signed in 1 hour ago/);
    await expect.element(rows.nth(1)).toMatchTextContent(/Safari on iPhone.*last seen 1 hour ago/);
    await expect.element(rows.nth(2)).toMatchTextContent("An unknown program");
    await expect.element(rows.nth(0).getByRole("button")).not.toBeInTheDocument();
    whenAsked("DELETE /api/auth/sessions/2", { body: { done: true } });
    whenAsked("GET /api/auth/sessions", { body: { sessions: [firefox, curl] } });
    await rows.nth(1).getByRole("button").click();
    await expect.poll(() => rows.elements().length).toBe(2);
    whenAsked("DELETE /api/auth/sessions", { body: { done: true } });
    whenAsked("GET /api/auth/sessions", { body: { sessions: [firefox] } });
    await press(devices, "Sign out everywhere else");
    await expect.element(notices.getByText("All other devices are signed out")).toBeVisible();
    await expect.element(devices.getByRole("button")).not.toBeInTheDocument();
  });

  test("that cannot be loaded say so, and are loaded by a press", async () => {
    await showAccountOf();
    whenAsked("GET /api/auth/sessions", refuse("overloaded", undefined, 503));
    await signIn({ ...account, freshUntil: "2031-01-01T00:00:00.000Z" });
    await expect.element(devices.getByRole("alert")).toMatchTextContent("The server is busy for a moment.");
    whenAsked("GET /api/auth/sessions", { body: { sessions: [firefox, safari] } });
    await press(devices, "Try again");
    await expect.poll(() => devices.getByRole("listitem").elements().length).toBe(2);
    await expect.element(devices.getByRole("alert")).not.toBeInTheDocument();
  });
});

describe("deleting the account", () => {
  test("is asked about, and Cancel is where one begins", async () => {
    await showAccountOf();
    await press(removal, "Delete my account…");
    const question = page.getByRole("dialog", { name: "Delete your account?" });
    await expect.element(question).toMatchTextContent(account.email);
    await expect.element(question.getByRole("button", { name: "Cancel" })).toHaveFocus();
    await userEvent.keyboard("{Enter}");
    await expect.element(question).not.toBeInTheDocument();
    expect(asked("DELETE")).toEqual([]);
  });

  test.each([
    [1, "People are counting on one of your events"],
    [3, "People are counting on 3 of your events"],
  ])("with %d events to come leads to them first", async (events, words) => {
    whenAsked("DELETE /api/auth/account", refuse("sole_host", { events }));
    await showAccountOf();
    await press(removal, "Delete my account…");
    await page.getByRole("button", { name: "Delete it for good" }).click();
    await expect.element(removal.getByText(words)).toBeVisible();
    await expect.element(removal.getByRole("link", { name: "My events" })).toHaveAttribute("href", "/events");
  });
});

test("the page is German for German hosts, and fits a phone", async () => {
  await page.viewport(390, 844);
  await showAccountOf(account, { sessions: [firefox, safari], locale: "de" });
  await expect.element(page.getByRole("heading", { name: "Dein Konto" })).toBeVisible();
  expect(document.querySelector("main")!.textContent).not.toMatch(/\b(Password|Change the|Sign out|Delete|Signed in|You)\b/);
  expect(document.documentElement.scrollWidth).toBe(390);
  await page.viewport(1280, 900);
});
