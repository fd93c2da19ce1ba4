import { useCallback, useEffect, useState } from "react";

/** What is asked for once, and again by `load`: undefined until it is there, null if it could not be had. */
export function useLoaded<Value>(ask: () => Promise<Value>): { value: Value | null | undefined; load: () => void } {
  const [value, setValue] = useState<Value | null | undefined>();
  const load = useCallback(() => {
    ask().then(setValue, () => setValue(null));
  }, [ask]);
  useEffect(load, [load]);
  return { value, load };
}
