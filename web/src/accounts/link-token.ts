import { useState, useSyncExternalStore } from "react";

/**
 * The token of an emailed link, from after the `#`; empty if there is none. Opening the page does not use it up: email
 * scanners open links too. It is kept in memory until `drop` is called.
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

/** Removes a used token from the address, so that neither history nor a copied address has it. */
export function clearToken(): void {
  history.replaceState(history.state, "", location.pathname + location.search);
  dispatchEvent(new HashChangeEvent("hashchange"));
}

function subscribe(listener: () => void) {
  addEventListener("hashchange", listener);
  return () => removeEventListener("hashchange", listener);
}
