import { useState, useSyncExternalStore } from "react";

/**
 * The token of a mailed link, which stands after the `#`; empty if there is none. Opening the page uses nothing up:
 * mail scanners do that too. It outlives its place in the address, until it is dropped.
 */
export function useLinkToken(): [token: string, drop: () => void] {
  const inAddress = useSyncExternalStore(subscribe, () => location.hash.slice(1));
  const [token, setToken] = useState(inAddress);
  if (inAddress && inAddress !== token) setToken(inAddress);
  const drop = () => {
    clearToken();
    setToken("");
  };
  return [token, drop];
}

/** Takes a used token out of the address, so that neither history nor a shared address has it. */
export function clearToken(): void {
  history.replaceState(history.state, "", location.pathname + location.search);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

function subscribe(listener: () => void) {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}
