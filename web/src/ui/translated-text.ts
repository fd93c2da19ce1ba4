import { options, type VNode } from "preact";

/** What translators put in the place of a text; the product has none of its own. */
const STAND_IN = "FONT";

/** Where Preact keeps the node that it made; its developer tools and extensions go by that name too. */
type Drawn = VNode & { __e?: Node | null };

const standIns = new WeakMap<Node, ChildNode>();

/**
 * Keeps a page true while a browser translates it. A translator takes our text out and shows an element of its own
 * instead, so what is later written into our text would be seen by nobody, and what is taken away would stay. A text
 * that changes takes its place back, to be translated anew, and one that goes takes its stand-in with it.
 */
export function keepTranslationsTrue(page: Node): void {
  const observer = new MutationObserver((records) => records.forEach(follow));
  observer.observe(page, { childList: true, subtree: true });

  function follow({ type, target, addedNodes, removedNodes, previousSibling, nextSibling }: MutationRecord) {
    if (type === "characterData") {
      if (!target.parentNode) standIns.get(target)?.replaceWith(target);
      return;
    }
    for (const text of addedNodes) standIns.get(text)?.remove();
    const standIn = [...addedNodes, previousSibling, nextSibling].find((node) => node?.nodeName === STAND_IN);
    if (!standIn) return;
    for (const text of removedNodes) {
      if (text.nodeType !== Node.TEXT_NODE || text.isConnected) continue;
      standIns.set(text, standIn as ChildNode);
      observer.observe(text, { characterData: true });
    }
  }

  const before = options.unmount;
  options.unmount = (drawn: Drawn) => {
    before?.(drawn);
    if (typeof drawn.type !== "function" && drawn.__e) standIns.get(drawn.__e)?.remove();
  };
}
