import { useLingui } from "@lingui/react/macro";

/** Why nobody was signed in by the provider, and what to do about it, by refusal code. */
export function useProviderWords(label: string): (code: string) => string {
  const { t } = useLingui();
  return (code) => {
    const words: Record<string, string> = {
      provider_address_unproven: t`${label} is not linked with an account here yet. Sign in by email once, and link it on your account's page.`,
      provider_address_unverified: t`${label} names no email address of yours that it has verified. Sign in by email, and link it on your account's page.`,
      provider_begin_again: t`This sign-in was begun in another tab or browser, or took too long. Please begin again.`,
      provider_denied: t`You did not agree at ${label}, so nothing has changed.`,
      provider_linked_elsewhere: t`Who you are at ${label} is linked with another account here. Unlink it there first.`,
      provider_not_found: t`This is not linked any more.`,
      provider_other_identity: t`This account is linked with somebody else at ${label}. Sign in by email, and unlink that first.`,
      provider_refused: t`What ${label} said was not right, so nobody was signed in. Please try again, or sign in another way.`,
      provider_unavailable: t`${label} can't be reached right now. Please try again later, or sign in another way.`,
    };
    return words[code] ?? t`That didn't work. Please try again.`;
  };
}
