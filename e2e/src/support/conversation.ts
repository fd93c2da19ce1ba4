import type { Locator, Page } from "playwright-core";

/** Shows the conversation, which phones have in a view of its own. */
export async function openConversation(page: Page): Promise<void> {
  const view = page.getByRole("navigation", { name: "Views of this event" }).getByRole("link", { name: /^Conversation/ });
  if (await view.isVisible()) await view.click();
  await page.getByRole("heading", { name: "Conversation" }).waitFor();
}

export const composer = (page: Page): Locator => page.getByRole("textbox", { name: "Message", exact: true });

export const conversation = (page: Page): Locator => page.getByRole("list", { name: "Messages", exact: true });

/** The message that has these words in it. */
export const message = (page: Page, words: string): Locator => conversation(page).getByRole("article").filter({ hasText: words });

export async function say(page: Page, words: string): Promise<void> {
  await composer(page).fill(words);
  await composer(page).press("Enter");
}

/** Does something with a message by the button that shows beside it. */
export async function onMessage(page: Page, words: string, action: "Reply" | "Edit" | "Delete"): Promise<void> {
  const one = message(page, words);
  await one.focus();
  await one.getByRole("button", { name: action, exact: true }).click();
}
