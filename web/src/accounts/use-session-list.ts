import { useEffect, useEffectEvent, useState } from "react";
import type { AccountSession } from "@turnout/contract/accounts";
import { api, read } from "../api/client.ts";
import { type Refused, useSubmission } from "./use-submission.ts";

export interface SessionList {
  /** Null until they are here. */
  sessions: AccountSession[] | null;
  refusal: Refused | null;
  reload: () => void;
}

/** The account's sessions; loaded again when `freshUntil` shows a new sign-in here. */
export function useSessionList(freshUntil: string): SessionList {
  const [sessions, setSessions] = useState<AccountSession[] | null>(null);
  const { submit, refusal } = useSubmission(
    () => read(api.GET("/api/auth/sessions")),
    (list) => setSessions(list.sessions),
  );
  const reload = () => void submit(undefined);
  const load = useEffectEvent(reload);
  useEffect(() => load(), [freshUntil]);
  return { sessions, refusal, reload };
}
