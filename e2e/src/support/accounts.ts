import { ask } from "./api.ts";
import { openMail } from "./mailbox.ts";
import type { Person } from "./people.ts";

export const PASSWORD = "correct horse battery staple";

/** An account, begun through the pages. */
export async function signUpByHand(person: Person): Promise<void> {
  const { page, url, name, email } = person;
  await page.goto(`${url}/sign-up`);
  await page.getByLabel("Name").fill(name);
  await page.getByLabel("E-mail").fill(email);
  await page.getByLabel("Password", { exact: true }).fill(PASSWORD);
  await page.getByRole("button", { name: "Create my account" }).click();
  await page.getByRole("heading", { name: "One last step" }).waitFor();
  const mail = await openMail(person, "Confirm your address");
  await mail.getByRole("link", { name: "Confirm the address" }).click();
  await page.getByRole("button", { name: "Yes, begin" }).click();
  await page.getByRole("button", { name: new RegExp(`your account, ${name}`) }).waitFor();
}

/** An account without the pages, for journeys that are about something else. */
export async function signUp(person: Person): Promise<void> {
  const { name, email } = person;
  await ask(person, "POST", "/api/auth/sign-up", { name, email, password: PASSWORD, locale: "en" });
  const mail = await openMail(person, "Confirm your address");
  const link = await mail.getByRole("link", { name: "Confirm the address" }).getAttribute("href");
  await ask(person, "POST", "/api/auth/sign-up/confirmation", { token: new URL(link!).hash.slice(1) });
}
