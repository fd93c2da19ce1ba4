import { useRef, useState } from "react";
import { flushSync } from "react-dom";

/** What is wrong with a form's fields: told when it is sent, with the focus on the first of them. */
export function useProblems<Name extends string>() {
  const [problems, setProblems] = useState<Partial<Record<Name, string | null>>>({});
  const form = useRef<HTMLFormElement>(null);

  /** True if there are none. */
  function check(found: Partial<Record<Name, string | null>>): boolean {
    flushSync(() => setProblems(found));
    form.current?.querySelector<HTMLElement>("[aria-invalid='true']")?.focus();
    return Object.values(found).every((problem) => !problem);
  }
  return { problems, check, form };
}
