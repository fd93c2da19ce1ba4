import { useCallback, useEffect, useState } from "react";
import { ApiError } from "../api/client.ts";

interface Loaded<Value> {
  /** Undefined until it is there, null if it could not be had. */
  value: Value | null | undefined;
  /** The server's reason, if it gave one. */
  refusal?: string | undefined;
}

/** What is asked for once, and again by `load`. */
export function useLoaded<Value>(ask: () => Promise<Value>): Loaded<Value> & { load: () => void } {
  const [loaded, setLoaded] = useState<Loaded<Value>>({ value: undefined });
  const load = useCallback(() => {
    ask().then(
      (value) => setLoaded({ value }),
      (error: unknown) => setLoaded({ value: null, refusal: error instanceof ApiError ? error.problem.code : undefined }),
    );
  }, [ask]);
  useEffect(load, [load]);
  return { ...loaded, load };
}
