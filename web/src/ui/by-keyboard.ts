import { keepFocus } from "./keep-focus.ts";
import { leadToNotices } from "./lead-to-notices.ts";

/** Focus handling that browsers lack. Loaded after the page, since nothing needs it before. */
export function goByKeyboard(): void {
  keepFocus(document.body);
  leadToNotices();
}
