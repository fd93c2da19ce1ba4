import { useRef, useState } from "react";
import { flushSync } from "react-dom";

type Problems<Name extends string> = Partial<Record<Name, string | null>>;

/** The problems of a form's fields: shown on submit, with the focus on the first. `known`: those that were found before. */
export function useProblems<Name extends string>(known: Problems<Name> = {}) {
  const [problems, setProblems] = useState(known);
  const form = useRef<HTMLFormElement>(null);

  /** True if there are none. */
  function check(found: Problems<Name>): boolean {
    flushSync(() => setProblems(found));
    form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
    return Object.values(found).every((problem) => !problem);
  }
  return { problems, check, form };
}
