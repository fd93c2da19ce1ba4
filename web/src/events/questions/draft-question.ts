import { isChoice, type Question, type QuestionKind, type QuestionOption } from "@turnout/contract/questions";
import { newId } from "../../live/new-id.ts";

/** A new question's id, or an option's: see `ShortId` in the contract. */
export const shortId = (): string => newId().slice(0, 8);

export function newQuestion(text = "", fields: Partial<Question> = {}): Question {
  return { id: shortId(), kind: "shortText", text, options: [], required: false, perPerson: false, asksMaybe: false, ...fields };
}

export const newOption = (text = ""): QuestionOption => ({ id: shortId(), text });

/** A question of another kind, with room for what can be chosen, or without. */
export function ofKind(question: Question, kind: QuestionKind): Question {
  if (!isChoice(kind)) return { ...question, kind, options: [] };
  return { ...question, kind, options: question.options.length > 0 ? question.options : [newOption(), newOption()] };
}

/**
 * As it is sent: without empty options, and with those that were taken out archived, since guests may have chosen them. A new one in the
 * same words as one of these is that one, so that all who chose it are counted together.
 */
export function finished(question: Question, before: Question | null): Question {
  const known = before?.options ?? [];
  const isKnown = ({ id }: QuestionOption) => known.some((one) => one.id === id);
  const written = question.options.map((option) => ({ ...option, text: option.text.trim() }));
  const offered = written.filter((option) => option.text !== "" && isAsked(option));
  const ids = new Set(offered.filter(isKnown).map(({ id }) => id));
  const texts = new Set(offered.filter(isKnown).map(({ text }) => text));
  const options = offered.flatMap((option) => {
    if (isKnown(option)) return [option];
    if (texts.has(option.text)) return [];
    texts.add(option.text);
    const id = known.find((one) => one.text === option.text && !ids.has(one.id))?.id ?? option.id;
    ids.add(id);
    return [{ ...option, id }];
  });
  const gone = known.filter(({ id }) => !ids.has(id)).map((option) => ({ ...option, archived: true as const }));
  return { ...question, text: question.text.trim(), options: [...options, ...gone] };
}

export const isAsked = ({ archived }: Question | QuestionOption): boolean => !archived;

export function asksNothing({ kind, text, options }: Question): boolean {
  return text.trim() === "" || (isChoice(kind) && !options.some((option) => isAsked(option) && option.text.trim() !== ""));
}

export function withoutArchive<Part extends { archived?: true | undefined }>({ archived: _, ...rest }: Part): Omit<Part, "archived"> {
  return rest;
}
