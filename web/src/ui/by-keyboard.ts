import { keepFocus } from "./keep-focus.ts";
import { leadToNotices } from "./lead-to-notices.ts";

/** Ways of the focus that the browser does not know. Not needed until something has gone away: loaded after the page. */
export function goByKeyboard(): void {
  keepFocus(document.body);
  leadToNotices();
}
