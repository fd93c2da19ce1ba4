import { useLingui } from "@lingui/react/macro";
import type { Question, QuestionKind } from "@turnout/contract/questions";
import { newOption, newQuestion } from "./draft-question.ts";

/** What the kinds of questions are called. */
export function useKindWords(): Record<QuestionKind, string> {
  const { t } = useLingui();
  return {
    shortText: t`A short text`,
    longText: t`A longer text`,
    oneOf: t`Choose one`,
    someOf: t`Choose any number`,
    number: t`A number`,
    yesNo: t`Yes or no`,
  };
}

/** Questions that many hosts ask, ready to be added. */
export function useReadyQuestions(): { label: string; make: () => Question }[] {
  const { t } = useLingui();
  const choices = (...texts: string[]) => texts.map((text) => newOption(text));
  return [
    {
      label: t`Children and adults`,
      make: () =>
        newQuestion(t`Adult or child?`, {
          kind: "oneOf",
          options: choices(t`Adult`, t`Child`),
          perPerson: true,
          required: true,
          asksMaybe: true,
        }),
    },
    { label: t`Allergies`, make: () => newQuestion(t`Is there anything you can't eat?`, { perPerson: true, asksMaybe: true }) },
    {
      label: t`Meal choice`,
      make: () =>
        newQuestion(t`What would you like to eat?`, {
          kind: "oneOf",
          options: choices(t`Meat`, t`Fish`, t`Vegetarian`, t`Vegan`),
          perPerson: true,
          required: true,
        }),
    },
  ];
}
