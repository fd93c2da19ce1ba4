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

/** This page has signed somebody in, or edited the account: everything here and in other tabs hears of it. */
export function showAccount(account: Account): void {
  show({ state: "known", account });
  otherTabs?.postMessage("changed");
}

/** Nobody is signed in any more: what the last reader was shown leaves this tab and all others. */
export function leaveSignedOut(): void {
  otherTabs?.postMessage("changed");
  startFresh("/");
}

/** Goes on as whoever this browser is now. A new document, so that nothing loaded for somebody else is left in memory. */
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

async function heardFromOtherTab() {
  const before = session.account;
  const { account } = await loadSession();
  if (before && before.id !== account?.id) location.reload();
}

otherTabs?.addEventListener("message", () => void (asked && heardFromOtherTab()));
if (typeof window !== "undefined") addEventListener("online", () => void (session.state === "failed" && loadSession()));
