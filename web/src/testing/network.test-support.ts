/** The browser says that it has, or has no network. When the test is over and its page gone, it says that it has one. */
export function setNetwork(isThere: boolean): void {
  Object.defineProperty(navigator, "onLine", { value: isThere, configurable: true });
  dispatchEvent(new Event(isThere ? "online" : "offline"));
}
