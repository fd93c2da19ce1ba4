import { useLingui } from "@lingui/react";
import type { Locale } from "@turnout/contract/locale";
import { api, read } from "../api/client.ts";
import { useSubmission } from "./use-submission.ts";

/** Requests an email for a new password; the reply is the same for every address. */
export function usePasswordReset(onMailed: () => void) {
  const { i18n } = useLingui();
  const ask = (email: string) => read(api.POST("/api/auth/password-resets", { body: { email, locale: i18n.locale as Locale } }));
  return { ask, submission: useSubmission(ask, onMailed) };
}
