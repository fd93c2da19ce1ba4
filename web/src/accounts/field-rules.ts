import { useLingui } from "@lingui/react/macro";

/** As the contract's `MIN_PASSWORD` and `MAX_PASSWORD`, without bringing its schemas into the browser. */
export const MIN_PASSWORD = 8;
export const MAX_PASSWORD = 128;
export const MAX_PERSON_NAME = 80;
export const MAX_PASSKEY_NAME = 60;

/** Catches typing mistakes; the server checks whether email arrives. */
export function looksLikeEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@.]+(\.[^\s@.]+)+$/.test(text.trim());
}

/** What is wrong with a field, in words; null when it can be sent. */
export function useFieldRules() {
  const { t } = useLingui();
  return {
    email: (text: string) =>
      looksLikeEmail(text) ? null : text.trim() === "" ? t`Enter your email address.` : t`That doesn't look like an email address.`,
    password: (text: string) => (text === "" ? t`Enter your password.` : null),
    newPassword: (text: string) =>
      text.length < MIN_PASSWORD
        ? t`Use at least ${MIN_PASSWORD} characters.`
        : text.length > MAX_PASSWORD
          ? t`Use at most ${MAX_PASSWORD} characters.`
          : null,
    name: (text: string) => (text.trim() === "" ? t`Enter your name.` : null),
  };
}
