const TAKES_FOCUS = 'a[href], button:enabled, summary, [tabindex]:not([tabindex="-1"])';

/**
 * Remembers an element's place on the page. Afterwards it returns what can be focused there: the element itself, or once it
 * is gone what took its place, else what is around it. Never a text field, which would raise a keyboard.
 */
export function placeOf(element: Element): () => HTMLElement | null {
  const steps: { around: Element; at: number }[] = [];
  for (let one = element; one.parentElement; one = one.parentElement) {
    steps.push({ around: one.parentElement, at: [...one.parentElement.children].indexOf(one) });
  }
  return () => {
    if (element.isConnected) return element as HTMLElement;
    const left = steps.filter(({ around }) => around.isConnected);
    for (const { around, at } of left) {
      const found = nearest(around, at);
      if (found) return found;
    }
    return null;
  };
}

function nearest(around: Element, at: number): HTMLElement | null {
  if (around.matches("[tabindex]")) return around as HTMLElement;
  const children = [...around.children];
  for (const child of [...children.slice(at), ...children.slice(0, at).toReversed()]) {
    const found = child.matches(TAKES_FOCUS) ? child : child.querySelector(TAKES_FOCUS);
    if (found && found.checkVisibility()) return found as HTMLElement;
  }
  return null;
}
