import type { Locator, Page } from "playwright-core";

export type Choice = "Going" | "Maybe" | "Can't";
const confirmations: Record<Choice, string> = { Going: "Yes, I'm going", Maybe: "Answer maybe", "Can't": "Send my regrets" };

/** The part of the page where the reader answers. */
export const answerCard = (page: Page): Locator => page.getByRole("region", { name: "Your answer" });

/** One of the three answers on it. */
export const choiceOf = (page: Page, choice: Choice): Locator => answerCard(page).getByRole("button", { name: new RegExp(`^${choice}`) });

/** Sends the answer that the form shows. */
export async function confirm(page: Page, choice: Choice): Promise<void> {
  await answerCard(page).getByRole("button", { name: confirmations[choice], exact: true }).click();
}

/** Gives an answer from wherever the card stands, with all that it asks for. */
export async function answer(page: Page, choice: Choice): Promise<void> {
  const change = answerCard(page).getByRole("button", { name: "Change", exact: true });
  await choiceOf(page, choice).or(change).first().waitFor();
  if (await change.isVisible()) await change.click();
  await choiceOf(page, choice).click();
  const form = answerCard(page).getByRole("button", { name: confirmations[choice], exact: true });
  if (await form.isVisible()) await form.click();
}
