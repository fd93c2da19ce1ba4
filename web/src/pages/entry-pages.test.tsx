import { beforeEach, describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { ReactNode } from "react";
import { leaveErrand } from "../accounts/errand.ts";
import { SignInPanel } from "../accounts/sign-in-panel.tsx";
import { keepWay, keptWay } from "../accounts/sign-in-way.ts";
import { asked, refuse, whenAsked } from "../testing/fake-server.test-support.ts";
import { mount } from "../testing/mount.test-support.tsx";
import { account, signIn } from "../testing/sign-in.test-support.ts";
import { ResetPage } from "./reset-page.tsx";
import { SignInPage } from "./sign-in-page.tsx";
import { SignUpPage } from "./sign-up-page.tsx";

const button = (name: string) => page.getByRole("button", { name, exact: true });
const field = (name: string) => page.getByLabelText(name, { exact: true });
const heading = (name: string) => page.getByRole("heading", { level: 1, name });
const alert = page.getByRole("alert");
const bodies = (path: string) => asked("POST", path).map(({ body }) => body);

const LINKS = "/api/auth/sign-in-links";
const SIGN_IN = "/api/auth/sign-in";
const SIGN_UP = "/api/auth/sign-up";
const RESETS = "/api/auth/password-resets";

const at = (address: string) => history.replaceState(null, "", address);

/** A page at an address, with nobody signed in, and no address typed before. */
async function show(shown: ReactNode, address = "/") {
  at(address);
  await signIn(null);
  await mount(shown);
  await expect.element(page.getByRole("heading", { level: 1 })).toBeVisible();
  if (field("Email").query()) await field("Email").fill("");
}

beforeEach(() => at("/"));

describe("signing in", () => {
  const showPanel = async (onSignedIn = vi.fn<() => void>()) => {
    await show(<SignInPanel next="/e/1/edit" head={<h1>Welcome back</h1>} onSignedIn={onSignedIn} />);
    return onSignedIn;
  };

  test("by a link needs an address, and says so at the field", async () => {
    await showPanel();
    for (const [typed, words] of [
      ["", "Enter your email address."],
      ["ada at example", "That doesn't look like an email address."],
    ] as const) {
      await field("Email").fill(typed);
      await button("Send me a link").click();
      await expect.element(field("Email")).toHaveFocus();
      await expect.element(field("Email")).toHaveAccessibleDescription(words);
    }
    expect(bodies(LINKS)).toEqual([]);
  });

  test("at a provider goes on to its page, and says why it led nowhere before", async () => {
    whenAsked("GET /api/auth/provider", { body: { provider: { label: "Example Inc" } } });
    whenAsked("POST /api/auth/provider-sign-ins", refuse("provider_unavailable", undefined, 503));
    await show(<SignInPage />, "/sign-in?provider=provider_begin_again&next=%2Fe%2F1");
    await expect
      .element(alert)
      .toHaveTextContent("This sign-in was begun in another tab or browser, or took too long. Please begin again.");
    await button("Sign in with Example Inc").click();
    await expect
      .element(alert)
      .toHaveTextContent("Example Inc can't be reached right now. Please try again later, or sign in another way.");
    expect(bodies("/api/auth/provider-sign-ins")).toEqual([{ locale: "en", next: "/e/1" }]);
  });

  test("by a link tells where it went, reads that out, and remembers the way but not the address", async () => {
    whenAsked(`POST ${LINKS}`, { body: { sent: true } });
    await showPanel();
    await field("Email").fill(" ada@example.org ");
    await userEvent.keyboard("{Enter}");
    await expect.element(heading("Check your email")).toHaveFocus();
    await expect.element(page.getByText(/sent a link to ada@example.org/)).toBeVisible();
    await expect.element(button("Send it again")).toBeDisabled();
    expect(bodies(LINKS)).toEqual([{ email: "ada@example.org", locale: "en", next: "/e/1/edit" }]);
    expect(keptWay()).toBe("link");
    expect(JSON.stringify(localStorage)).not.toContain("ada@example.org");
    await button("Use a different email").click();
    await expect.element(field("Email")).toHaveValue("ada@example.org");
  });

  test("goes on here when the link is used in another tab", async () => {
    whenAsked(`POST ${LINKS}`, { body: { sent: true } });
    const onSignedIn = await showPanel();
    await field("Email").fill("ada@example.org");
    await button("Send me a link").click();
    await expect.element(heading("Check your email")).toBeVisible();
    expect(onSignedIn).not.toHaveBeenCalled();
    await signIn(account);
    await expect.poll(() => onSignedIn.mock.calls).toEqual([[account]]);
  });

  test("by password is offered first to whoever did so before", async () => {
    keepWay("password");
    whenAsked(`POST ${SIGN_IN}`, { body: { account, isNew: false } });
    const onSignedIn = await showPanel();
    await field("Email").fill("ada@example.org");
    await field("Password").fill("right horse");
    await userEvent.keyboard("{Enter}");
    await expect.poll(() => onSignedIn.mock.calls).toEqual([[account]]);
    expect(bodies(SIGN_IN)).toEqual([{ email: "ada@example.org", password: "right horse" }]);
  });

  test.each([
    ["sign_in_failed", 401, undefined, "Email and password don't match."],
    ["too_many_requests", 429, { retryAfter: 600 }, "Please try again in 10 minutes."],
    ["overloaded", 503, undefined, "The server is busy for a moment."],
  ])("refused for %s says so in words, and the other way is clean of it", async (code, status, facts, words) => {
    keepWay("password");
    whenAsked(`POST ${SIGN_IN}`, refuse(code, facts, status));
    const onSignedIn = await showPanel();
    await field("Email").fill("ada@example.org");
    await field("Password").fill("wrong horse");
    await button("Sign in").click();
    await expect.element(alert).toMatchTextContent(words);
    await expect.element(field("Password")).toHaveValue("wrong horse");
    await button("Send me a link instead").click();
    await expect.element(alert).not.toBeInTheDocument();
    expect(onSignedIn).not.toHaveBeenCalled();
  });

  test("without a connection says that nothing is lost", async () => {
    whenAsked(`POST ${LINKS}`, () => Promise.reject(new TypeError("Failed to fetch")));
    await showPanel();
    await field("Email").fill("ada@example.org");
    await button("Send me a link").click();
    await expect.element(alert).toMatchTextContent("No connection right now. Nothing is lost");
    await expect.element(button("Send me a link")).toBeEnabled();
  });

  test("whoever is signed in already is told as whom, and can go on", async () => {
    at("/sign-in?next=/e/1/guests");
    await signIn(account);
    await mount(<SignInPage />);
    await expect.element(page.getByText(`You're signed in as ${account.name}`)).toBeVisible();
    await expect.element(page.getByRole("link", { name: "Continue" })).toHaveAttribute("href", "/e/1/guests");
    await expect.element(page.getByRole("link", { name: "Create an account" })).toHaveAttribute("href", "/sign-up?next=%2Fe%2F1%2Fguests");
  });
});

describe("signing up", () => {
  async function fillIn() {
    await field("Name").fill(" Ada ");
    await field("Email").fill("ada@example.org");
    await field("Password").fill("horse battery");
    await button("Create account").click();
  }

  test("says at every field what is missing, and leads to the first", async () => {
    await show(<SignUpPage />, "/sign-up");
    await field("Password").fill("short");
    await button("Create account").click();
    await expect.element(field("Name")).toHaveFocus();
    await expect.element(field("Name")).toHaveAccessibleDescription(/Enter your name/);
    await expect.element(field("Email")).toHaveAccessibleDescription("Enter your email address.");
    await expect.element(field("Password")).toHaveAccessibleDescription("Use at least 8 characters.");
    expect(bodies(SIGN_UP)).toEqual([]);
  });

  test("sends a mail, whoever's address it is, and can send it again later", async () => {
    whenAsked(`POST ${SIGN_UP}`, { body: { sent: true } });
    await show(<SignUpPage />, "/sign-up?next=//evil.example");
    await fillIn();
    await expect.element(heading("One last step")).toHaveFocus();
    await expect.element(page.getByText(/sent an email to ada@example.org/)).toBeVisible();
    expect(bodies(SIGN_UP)).toEqual([{ name: "Ada", email: "ada@example.org", password: "horse battery", locale: "en" }]);
  });

  test("refused says why, and keeps what was typed", async () => {
    whenAsked(`POST ${SIGN_UP}`, refuse("password_common", undefined, 400));
    await show(<SignUpPage />, "/sign-up");
    await fillIn();
    await expect.element(alert).toMatchTextContent("That password is one of the first that anybody would try.");
    await expect.element(field("Password")).toHaveValue("horse battery");
  });

  test.each([
    ["publishDraft", "Create an account to publish"],
    ["saveDraft", "Create an account to save your draft"],
    [null, "Create an account"],
  ] as const)("for %s says what the account is for", async (kind, title) => {
    if (kind) leaveErrand("/events/new?draft=1", { kind });
    await show(<SignUpPage />, "/sign-up?next=/events/new%3Fdraft%3D1");
    await expect.element(heading(title)).toBeVisible();
  });
});

describe("a new password", () => {
  test("is asked for by address, which is told the same whether or not it is known", async () => {
    whenAsked(`POST ${RESETS}`, { body: { sent: true } });
    await show(<ResetPage />, "/reset-password");
    await button("Send me the link").click();
    await expect.element(field("Email")).toHaveAccessibleDescription("Enter your email address.");
    await field("Email").fill("ada@example.org");
    await userEvent.keyboard("{Enter}");
    await expect.element(page.getByText(/If ada@example.org has an account/)).toBeVisible();
    expect(bodies(RESETS)).toMatchObject([{ email: "ada@example.org" }]);
  });

  const REDEMPTION = `${RESETS}/redemption`;

  test("is set with the token of the link, which then is in no history", async () => {
    whenAsked(`POST ${REDEMPTION}`, { body: { done: true } });
    await show(<ResetPage />, "/reset-password#the-token");
    await field("New password").fill("horse battery");
    await button("Set this password").click();
    await expect.element(heading("Your new password is set")).toBeVisible();
    expect(bodies(REDEMPTION)).toEqual([{ token: "the-token", newPassword: "horse battery" }]);
    expect(location.hash).toBe("");
    expect(keptWay()).toBe("password");
  });

  test("with a link that no longer works leads to another one", async () => {
    whenAsked(`POST ${REDEMPTION}`, refuse("link_invalid", undefined, 410));
    await show(<ResetPage />, "/reset-password#old");
    await field("New password").fill("horse battery");
    await button("Set this password").click();
    await expect.element(alert).toMatchTextContent("This link no longer works.");
    await button("Ask for a new link").click();
    await expect.element(button("Send me the link")).toBeVisible();
  });
});

test("the forms are German for German hosts", async () => {
  keepWay("password");
  at("/sign-in");
  await signIn(null);
  await mount(<SignInPage />, "de");
  await expect.element(page.getByRole("button", { name: "Anmelden", exact: true })).toBeVisible();
  expect(document.querySelector("main")!.textContent).not.toMatch(/\b(Sign in|Password|Send me|Forgot|New here|Welcome)\b/);
});
