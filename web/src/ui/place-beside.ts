const EDGE = 8;

/** Puts a popover under its button, or above when there is no room, and never over the edge of the screen. */
export function placeBeside(popover: HTMLElement, button: HTMLElement) {
  const at = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = popover;
  const below = at.bottom + EDGE + height <= innerHeight || at.top < height + EDGE;
  const left = at.left + width + EDGE <= innerWidth ? at.left : at.right - width;
  popover.style.left = `${Math.max(EDGE, left)}px`;
  popover.style.top = `${Math.max(EDGE, below ? at.bottom + EDGE / 2 : at.top - height - EDGE / 2)}px`;
}
