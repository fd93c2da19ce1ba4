import { useRef, useState } from "react";
import { ApiError } from "../api/client.ts";

/** Why something failed; `offline` when the server could not be reached. */
export interface Refused {
  code: string;
  facts?: Record<string, string | number> | undefined;
}

export interface Submission<Input> {
  submit(input: Input): Promise<void>;
  pending: boolean;
  refusal: Refused | null;
  /** Clears the refusal, because the reader has begun to correct it. */
  clear(): void;
}

/** Sends one submission at a time and keeps the reason of a refusal. The caller keeps what was typed. */
export function useSubmission<Input, Data>(
  send: (input: Input) => Promise<Data>,
  done: (data: Data, input: Input) => void,
): Submission<Input> {
  const [pending, setPending] = useState(false);
  const [refusal, setRefusal] = useState<Refused | null>(null);
  const busy = useRef(false);

  async function submit(input: Input) {
    if (busy.current) return;
    busy.current = true;
    setPending(true);
    setRefusal(null);
    try {
      done(await send(input), input);
    } catch (error) {
      setRefusal(refusalOf(error));
    } finally {
      busy.current = false;
      setPending(false);
    }
  }

  return { submit, pending, refusal, clear: () => setRefusal(null) };
}

function refusalOf(error: unknown): Refused {
  return error instanceof ApiError ? { code: error.problem.code, facts: error.problem.facts } : { code: "offline" };
}
