import { type ComponentType, createElement, lazy, useEffect, useState } from "react";
import { useGuestRefusalWords } from "./api/use-guest-refusal-words.ts";
import { loadWords } from "./i18n.ts";
import { showToast } from "./ui/toast.ts";

/**
 * A component that few visits show, such as a dialog: its code and the words of all such components are fetched when it is first
 * shown. Where they cannot be, `instead` is; without one, a message says so, and a dialog closes. The next time it is shown they
 * are fetched again. `split-catalogs.ts` reads these calls.
 */
export function onDemand<Name extends string, Props extends object>(
  load: () => Promise<Record<Name, ComponentType<Props>>>,
  name: Name,
  instead?: ComponentType<Props>,
) {
  let current = attempt();

  function attempt(again = () => {}) {
    const mine = lazy((): Promise<{ default: ComponentType<Props> }> => {
      again();
      return Promise.all([load(), loadWords("on-demand")]).then(
        ([code]) => ({ default: code[name] }),
        () => ({ default: Failed }),
      );
    });
    function Failed(props: Props & { onClose?: () => void }) {
      const words = useGuestRefusalWords();
      useEffect(() => {
        // Not before it is on screen: until then, React begins anew with whatever is current.
        if (current !== mine) return;
        current = attempt(fetchStylesAgain);
        if (instead) return;
        showToast(words(navigator.onLine ? "" : "offline"), { tone: "danger" });
        props.onClose?.();
      });
      return instead ? createElement(instead, props) : null;
    }
    return mine;
  }

  return function OnDemand(props: Props) {
    const [Shown] = useState(() => current);
    return createElement<Props>(Shown, props);
  };
}

/** Styles that could not be fetched. Importing the code again does not fetch them. */
const missing = new Set<Element>();
addEventListener("error", ({ target }) => target instanceof HTMLLinkElement && missing.add(target), true);

function fetchStylesAgain() {
  for (const link of missing) link.replaceWith(link.cloneNode());
  missing.clear();
}
