import type { Account } from "@turnout/contract/accounts";
import { loadSession } from "../accounts/session.ts";
import { whenAsked } from "./fake-server.test-support.ts";
import { ada } from "./snapshots.test-support.ts";

export const account: Account = {
  id: ada.userId,
  name: ada.name,
  email: "ada@example.org",
  locale: "en",
  hasPassword: true,
  hasPasskey: false,
  isOperator: false,
  takesReplies: true,
  freshUntil: "2030-01-01T00:00:00.000Z",
};

/** This browser's session is this account's, or with null nobody's; before anything is shown. */
export async function signIn(as: Account | null): Promise<void> {
  whenAsked("GET /api/auth/session", { body: { account: as } });
  await loadSession();
}
