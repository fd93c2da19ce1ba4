/** The element that translators put in place of a text; the product has none of its own. */
const STAND_IN = "FONT";

/**
 * Keeps a page true while a browser translates it. A translator takes our text out and shows an element of its own
 * instead, so what is later written into our text would be seen by nobody, and taking it away, or putting something
 * before it, would fail. A text that changes takes its place back, to be translated anew; one that goes takes its
 * stand-in with it; what is put before a text stands before its stand-in.
 */
export function keepTranslationsTrue(page: Node): void {
  const standIns = new WeakMap<Node, ChildNode>();
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

  const standInOf = (parent: Node, child: Node) => {
    observer.takeRecords().forEach(follow);
    const standIn = standIns.get(child);
    return standIn?.parentNode === parent ? standIn : null;
  };

  // React knows its own texts only, and offers no place to say what stands for them.
  const { removeChild, insertBefore } = Node.prototype;
  Node.prototype.removeChild = function <Child extends Node>(this: Node, child: Child) {
    const standIn = child.parentNode === this ? null : standInOf(this, child);
    if (!standIn) return removeChild.call(this, child) as Child;
    removeChild.call(this, standIn);
    return child;
  };
  Node.prototype.insertBefore = function <Child extends Node>(this: Node, child: Child, before: Node | null) {
    const standIn = !before || before.parentNode === this ? null : standInOf(this, before);
    return insertBefore.call(this, child, standIn ?? before) as Child;
  };
}
