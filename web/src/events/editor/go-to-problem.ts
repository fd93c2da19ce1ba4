import { UNREAD } from "./picked-text.tsx";
import type { Problems } from "./problems.ts";

const inputs: Partial<Record<keyof Problems, string>> = {
  title: "#event-title",
  starts: "#event-starts",
  ends: "#event-ends",
  place: ".editor-place input",
};

/** Puts the cursor where the first thing is missing. */
export function goToProblem(problems: Problems) {
  const first = (Object.keys(inputs) as (keyof Problems)[]).find((field) => problems[field]);
  if (first) goTo(document.querySelector<HTMLElement>(inputs[first]!));
}

/** Puts the cursor into the first field whose text is no day or time; tells whether there is one. Nothing is saved or shown without it. */
export function goToUnread(within: ParentNode = document): boolean {
  const input = within.querySelector<HTMLElement>(`[${UNREAD}]`);
  goTo(input);
  return input !== null;
}

function goTo(input: HTMLElement | null) {
  input?.focus();
  input?.scrollIntoView({ block: "center" });
}
