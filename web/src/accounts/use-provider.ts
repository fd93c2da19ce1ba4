import { useEffect, useState } from "react";
import { api, read } from "../api/client.ts";

/** What buttons call the provider at which people can sign in; null while that is not known, where there is none, or when nobody answers. */
export function useProvider(): string | null {
  const [label, setLabel] = useState<string | null>(null);
  useEffect(() => {
    let isGone = false;
    read(api.GET("/api/auth/provider")).then(
      ({ provider }) => !isGone && setLabel(provider?.label ?? null),
      () => {}, // the other ways to sign in are there
    );
    return () => void (isGone = true);
  }, []);
  return label;
}

/** What the provider's sign-in came to, as the address of this page says it. */
export const providerOutcome = (search: string): string | null => new URLSearchParams(search).get("provider");
