import { type ComponentType, createElement, lazy, useEffect, useState } from "react";
import { msg } from "@lingui/core/macro";
import { useLingui } from "@lingui/react";
import { loadWords } from "./i18n.ts";
import { showToast } from "./ui/toast.ts";

type PropsOf<Shown> = Shown extends ComponentType<infer Props extends object> ? Props : never;

interface Options<Props extends object> {
  /** The page that has its words; left out: the page that shows it. */
  words?: string;
  /** What is shown where it cannot be fetched. */
  instead?: ComponentType<Props> | undefined;
}

/**
 * A component that few visits show, such as a dialog: its code and the words of all such components are fetched when it is first
 * shown. Where they cannot be, it is as for `later`. `split-catalogs.ts` reads these calls.
 */
export const onDemand = <Name extends string, Code extends Record<Name, ComponentType<never>>>(
  load: () => Promise<Code>,
  name: Name,
  instead?: ComponentType<PropsOf<Code[Name]>>,
) => later(load, name, { words: "on-demand", instead });

/**
 * A component of a page whose code comes after the page's. Where it cannot be fetched, `instead` is shown; without one, a message
 * says why, and what closes (`onClose`) does so. The rest of the page stays, and the next time it is shown it is fetched again.
 */
export function later<Name extends string, Code extends Record<Name, ComponentType<never>>>(
  load: () => Promise<Code>,
  name: Name,
  { words, instead }: Options<PropsOf<Code[Name]>> = {},
) {
  type Props = PropsOf<Code[Name]>;
  type Shown = ComponentType<Props>;
  let current = attempt();

  function attempt() {
    const mine = lazy((): Promise<{ default: Shown }> => {
      for (const link of missing) link.replaceWith(link.cloneNode());
      missing.clear();
      return Promise.all([load(), words && loadWords(words)]).then(
        ([code]) => ({ default: code[name] as unknown as Shown }),
        () => ({ default: Failed }),
      );
    });
    function Failed(props: Props & { onClose?: () => void }) {
      const { i18n } = useLingui();
      // As in `use-guest-refusal-words.ts`, without all the others.
      const problem = navigator.onLine
        ? msg`That didn't work. Please try again.`
        : msg`No connection right now. Nothing is lost: try again when you're back online.`;
      useEffect(() => {
        // Not before it is on screen: until then, React begins anew with whatever is current.
        if (current !== mine) return;
        current = attempt();
        if (instead) return;
        showToast(i18n._(problem), { tone: "danger" });
        props.onClose?.();
      });
      return instead ? createElement(instead, props) : null;
    }
    return mine;
  }

  return function Later(props: Props) {
    const [Shown] = useState(() => current);
    return createElement<Props>(Shown, props);
  };
}

/** Styles that could not be fetched. Importing the code again does not fetch them. */
const missing = new Set<Element>();
addEventListener("error", ({ target }) => target instanceof HTMLLinkElement && missing.add(target), true);
