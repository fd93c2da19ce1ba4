/** Scrolls to a message and puts the focus on it; false when it is not on the page. */
export function goToMessage(messageId: string): boolean {
  const target = document.querySelector<HTMLElement>(`[data-message="${CSS.escape(messageId)}"]`);
  target?.scrollIntoView({ block: "center", behavior: "smooth" });
  target?.focus({ preventScroll: true });
  return target !== null;
}
