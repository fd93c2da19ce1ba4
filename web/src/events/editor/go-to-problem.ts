import { UNREAD } from "./picked-text.tsx";
import type { Problems } from "./problems.ts";

const inputs: Partial<Record<keyof Problems, string>> = {
  title: "#event-title",
  starts: "#event-starts",
  ends: "#event-ends",
  place: ".editor-place input",
};

/** The id of the notice that says why the form was refused. */
export const REFUSAL = "editor-refusal";

/** Focuses that notice, which is far above the button that was pressed. */
export function goToRefusal() {
  goTo(document.getElementById(REFUSAL));
}

/** Focuses the first field with a problem. */
export function goToProblem(problems: Problems) {
  const first = (Object.keys(inputs) as (keyof Problems)[]).find((field) => problems[field]);
  if (first) goToField(first);
}

export function goToField(field: keyof Problems) {
  goTo(document.querySelector<HTMLElement>(inputs[field]!));
}

/** Focuses the first field whose text is no day or time; returns whether there is one. It blocks saving and publishing. */
export function goToUnread(within: ParentNode = document): boolean {
  const input = within.querySelector<HTMLElement>(`[${UNREAD}]`);
  goTo(input);
  return input !== null;
}

function goTo(input: HTMLElement | null) {
  input?.focus();
  input?.scrollIntoView({ block: "center" });
}
