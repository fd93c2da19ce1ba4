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
  const input = first && document.querySelector<HTMLElement>(inputs[first]!);
  input?.focus();
  input?.scrollIntoView({ block: "center" });
}
