import type { FrameLocator } from "playwright-core";
import type { Person } from "./people.ts";

/** Opens somebody's newest email whose subject begins like this, in their browser, as soon as it is there. */
export async function openMail({ page, url, email }: Person, subject: string): Promise<FrameLocator> {
  await page.goto(`${url}/mailbox`);
  // The list shows new emails by itself.
  await page
    .getByRole("navigation", { name: "Emails" })
    .getByRole("link")
    .filter({ hasText: email })
    .filter({ hasText: subject })
    .first()
    .click();
  await page.getByRole("heading", { level: 2, name: subject }).waitFor();
  // The frame is made as long as the email when that has loaded, which moves its links.
  await page.waitForLoadState();
  return page.frameLocator("iframe");
}

/** Presses a link in the newest email of that subject: it opens in the same window. */
export async function followMail(person: Person, subject: string, link: string): Promise<void> {
  const mail = await openMail(person, subject);
  await mail.getByRole("link", { name: link, exact: true }).click();
  await person.page.waitForURL((address) => !address.pathname.startsWith("/mailbox"));
}

/** Every email that somebody got with such a subject, newest first. Waits until there is one. */
export async function subjectsOf({ page, url, email }: Person, subject: string): Promise<string[]> {
  await page.goto(`${url}/mailbox`);
  const mails = page.getByRole("navigation", { name: "Emails" }).getByRole("link").filter({ hasText: email }).filter({ hasText: subject });
  await mails.first().waitFor();
  return mails.locator("strong").allTextContents();
}
