/**
 * What Chrome's translator does to a page: it takes each text out and shows elements of its own in its place, and does
 * so again with what appears or changes later. Its "language" puts words between « and ».
 */
export function translate(): void {
  const isOurs = (node: Node) => (node.parentElement?.closest("font, script, style, textarea") ?? null) === null;
  const exchange = (text: Text) => {
    if (!text.data.trim() || !text.parentNode || !isOurs(text)) return;
    const outer = document.createElement("font");
    outer.append(document.createElement("font"));
    outer.firstElementChild!.textContent = `«${text.data}»`;
    text.parentNode.replaceChild(outer, text);
  };
  const exchangeAll = (node: Node) => {
    const texts: Text[] = [];
    const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
    for (let text: Node | null = node instanceof Text ? node : walker.nextNode(); text; text = walker.nextNode()) texts.push(text as Text);
    texts.forEach(exchange);
  };
  new MutationObserver((records) => {
    for (const { type, target, addedNodes } of records) {
      if (type === "characterData") exchange(target as Text);
      addedNodes.forEach(exchangeAll);
    }
  }).observe(document.body, { childList: true, characterData: true, subtree: true });
  exchangeAll(document.body);
}
