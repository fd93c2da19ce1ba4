import type { Page } from "playwright-core";

/** What React keeps of one component or element, as its developer tools know it. */
interface Fiber {
  tag: number;
  flags: number;
  child: Fiber | null;
  sibling: Fiber | null;
  return: Fiber | null;
  alternate: Fiber | null;
  stateNode: unknown;
}

/** Has every later document of this page note where its components render; `takeRenders` tells. */
export const watchRenders = (page: Page) => page.addInitScript(noteRenders);

/** What has rendered since it was last asked: of each component the class that its element has or stands in, outermost first. */
export const takeRenders = (page: Page) => page.evaluate(() => (globalThis as unknown as { renders: string[] }).renders.splice(0));

/** Stands where React's developer tools would, in a build like any other. */
function noteRenders(): void {
  const COMPONENTS = [0, 1, 11, 14, 15];
  const ELEMENT = 5;
  const HAS_RENDERED = 1;
  const renders: string[] = [];

  const elementIn = (fiber: Fiber | null): Element | null => {
    for (let at = fiber; at; at = at.sibling) {
      const found = at.tag === ELEMENT ? (at.stateNode as Element) : elementIn(at.child);
      if (found) return found;
    }
    return null;
  };
  const elementAround = (fiber: Fiber | null): Element | null =>
    !fiber || fiber.tag === ELEMENT ? ((fiber?.stateNode as Element) ?? null) : elementAround(fiber.return);

  const visit = (fiber: Fiber) => {
    const before = fiber.alternate;
    if (COMPONENTS.includes(fiber.tag) && fiber.flags & HAS_RENDERED) {
      const element = elementIn(fiber.child) ?? elementAround(fiber.return);
      renders.push(element?.closest("[class]")?.className ?? "page");
    }
    // Children that are still the same were not looked at.
    if (before && fiber.child === before.child) return;
    for (let child = fiber.child; child; child = child.sibling) if (child !== child.return?.alternate?.child) visit(child);
  };
  Object.assign(globalThis, {
    renders,
    __REACT_DEVTOOLS_GLOBAL_HOOK__: {
      renderers: new Map(),
      supportsFiber: true,
      inject: () => 1,
      onCommitFiberRoot: (_id: number, root: { current: Fiber }) => visit(root.current),
      onCommitFiberUnmount() {},
      onPostCommitFiberRoot() {},
    },
  });
}
