import { ask } from "./api.ts";
import { openMail } from "./mailbox.ts";
import type { Person } from "./people.ts";

export const PASSWORD = "correct horse battery staple";

/** An account, begun through the pages. */
export async function signUpByHand(person: Person): Promise<void> {
  const { page, url, name } = person;
  await page.goto(`${url}/sign-up`);
  await fillSignUp(person);
  const mail = await openMail(person, "Confirm your email");
  await mail.getByRole("link", { name: "Confirm email" }).click();
  await page.getByRole("button", { name: "Confirm", exact: true }).click();
  await page.getByRole("button", { name: new RegExp(`your account, ${name}`) }).waitFor();
}

/** Fills in the form for a new account and sends it. The email comes next. */
export async function fillSignUp({ page, name, email }: Person): Promise<void> {
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("Email").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create account" }).click();
  await page.getByRole("heading", { name: "One last step" }).waitFor();
}

/** An account without the pages, for journeys that are about something else. */
export async function signUp(person: Person): Promise<void> {
  const { name, email } = person;
  await ask(person, "POST", "/api/auth/sign-up", { name, email, password: PASSWORD, locale: "en" });
  const mail = await openMail(person, "Confirm your email");
  const link = await mail.getByRole("link", { name: "Confirm email" }).getAttribute("href");
  await ask(person, "POST", "/api/auth/sign-up/confirmation", { token: new URL(link!).hash.slice(1) });
}
