import { useCallback, useState } from "react";
import type { AccountSession } from "@turnout/contract/accounts";
import { api, read } from "../api/client.ts";
import { type Refused, useSubmission } from "./use-submission.ts";

export interface SessionList {
  /** Null until they are here. */
  sessions: AccountSession[] | null;
  refusal: Refused | null;
  reload: () => void;
}

/** The browsers in which the account is signed in. */
export function useSessionList(): SessionList {
  const [sessions, setSessions] = useState<AccountSession[] | null>(null);
  const { submit, refusal } = useSubmission(
    () => read(api.GET("/api/auth/sessions")),
    (list) => setSessions(list.sessions),
  );
  const reload = useCallback(() => void submit(undefined), []);
  return { sessions, refusal, reload };
}
