import type { Locator, Page } from "playwright-core";

export type Choice = "Going" | "Full" | "Maybe" | "Can't";

/** What the button that sends an answer says, by what the answer leads to. */
const CONFIRM = /^(Yes, I'm going|Join the waitlist|Save my answer|Say maybe|I can't make it)$/;

/** The part of the page where the reader answers. */
export const answerCard = (page: Page): Locator => page.getByRole("region", { name: "Your answer" });

/** One of the three answers on it. */
export const choiceOf = (page: Page, choice: Choice): Locator => answerCard(page).getByRole("button", { name: new RegExp(`^${choice}`) });

/** Sends the answer that the form shows. */
export const confirmButton = (page: Page): Locator => answerCard(page).getByRole("button", { name: CONFIRM });

/** Gives an answer from wherever the card stands, and confirms it where that is asked for. */
export async function answer(page: Page, choice: Choice): Promise<void> {
  const change = answerCard(page).getByRole("button", { name: "Change", exact: true });
  await choiceOf(page, choice).or(change).first().waitFor();
  if (await change.isVisible()) await change.click();
  await choiceOf(page, choice).click();
  if (await confirmButton(page).isVisible()) await confirmButton(page).click();
}

/** Waits until the card says where the reader stands. */
export const untilAnswerIs = (page: Page, words: string): Promise<void> => answerCard(page).getByText(words).waitFor();
