import { expect, test } from "vitest";
import { page } from "vitest/browser";
import { mount } from "../../testing/mount.test-support.tsx";
import { newQuestion } from "./draft-question.ts";
import { QuestionTally } from "./question-tally.tsx";

test("an option that is no longer offered stays while somebody has chosen it, and is told from those that are", async () => {
  const options = [
    { id: "00000001", text: "Fish", archived: true as const },
    { id: "00000002", text: "Soup", archived: true as const },
    { id: "00000003", text: "Vegan" },
  ];
  const question = newQuestion("Meal?", { id: "0000000a", kind: "oneOf", options });
  const counts = [{ question: question.id, answer: "00000001", going: 2, maybe: 1 }];
  await mount(<QuestionTally question={question} counts={counts} />);
  await expect.element(page.getByRole("list")).toBeVisible();
  expect(
    page
      .getByRole("listitem")
      .elements()
      .map(({ textContent }) => textContent),
  ).toEqual(["2 Fish (1 maybe) (no longer offered)", "0 Vegan"]);
});
