import { Trans, useLingui } from "@lingui/react/macro";
import type { Locale } from "@turnout/contract/locale";
import { useSearch } from "wouter";
import { api, read } from "../api/client.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import { startFresh } from "./session.ts";
import { providerOutcome, useProvider } from "./use-provider.ts";
import { useProviderWords } from "./use-provider-words.ts";
import { useSubmission } from "./use-submission.ts";

/** A button that goes on to the provider, and why it led nowhere before; nothing where there is no provider. */
export function ProviderSignIn({ next }: { next: string | null }) {
  const { i18n } = useLingui();
  const label = useProvider();
  const words = useProviderWords(label ?? "");
  const before = providerOutcome(useSearch());
  const { submit, pending, refusal } = useSubmission(
    () => read(api.POST("/api/auth/provider-sign-ins", { body: { locale: i18n.locale as Locale, ...(next && { next }) } })),
    ({ url }) => startFresh(url),
  );
  const code = refusal?.code ?? before;
  if (label === null) return null;
  return (
    <>
      <Button wide icon="link" pending={pending} onClick={() => void submit(undefined)}>
        <Trans>Sign in with {label}</Trans>
      </Button>
      {code && !pending && <Notice tone="danger" live title={words(code)} />}
    </>
  );
}
