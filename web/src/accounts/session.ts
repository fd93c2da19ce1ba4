import { useEffect, useSyncExternalStore } from "react";
import type { Account } from "@turnout/contract/accounts";
import { api, read } from "../api/client.ts";

/** Who is signed in in this browser, as far as this page knows. */
export type Session = { state: "loading" | "failed"; account: null } | { state: "known"; account: Account | null };

let session: Session = { state: "loading", account: null };
let asked = false;
const listeners = new Set<() => void>();
const otherTabs = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel("session");

/** The one session that all of the page shares; asked for when it is first needed. */
export function useSession(): Session {
  useEffect(() => {
    if (!asked) void loadSession();
  }, []);
  return useSyncExternalStore(subscribe, () => session);
}

/** Asks the server again. What is known stays when it cannot be reached. */
export async function loadSession(): Promise<Session> {
  asked = true;
  try {
    show({ state: "known", account: (await read(api.GET("/api/auth/session"))).account });
  } catch {
    if (session.state !== "known") show({ state: "failed", account: null });
  }
  return session;
}

/** Publishes a new session, or an edited account, to this page and to other tabs. */
export function showAccount(account: Account): void {
  show({ state: "known", account });
  otherTabs?.postMessage("changed");
}

/** Signed out: this tab and all others drop what they showed. */
export function leaveSignedOut(): void {
  otherTabs?.postMessage("changed");
  startFresh("/");
}

/** Continues with the new session. Loads a new document, so that nothing of another session is left in memory. */
export function startFresh(path: string): void {
  location.assign(path);
}

function show(next: Session) {
  session = next;
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void) {
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

async function onOtherTab() {
  const before = session.account;
  const { account } = await loadSession();
  if (before && before.id !== account?.id) location.reload();
}

otherTabs?.addEventListener("message", () => void (asked && onOtherTab()));
if (typeof window !== "undefined") addEventListener("online", () => void (session.state === "failed" && loadSession()));
