import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import { type Facts, useGuestRefusalWords } from "./use-guest-refusal-words.ts";

/** What happened and what to do about it, for each refusal code. */
export function useRefusalWords(): (code: string, facts?: Facts) => string {
  const { t } = useLingui();
  const guestWords = useGuestRefusalWords();
  return useCallback(
    (code: string, facts: Facts) => {
      const date = String(facts?.["date"] ?? "").replace("T", " ");
      const words: Record<string, string> = {
        already_arrived: t`${facts?.["arrived"] ?? ""} of ${facts?.["party"] ?? ""} people of this party are here already.`,
        already_host: t`You host this event already.`,
        capacity_below_taken: t`More people than that already have a seat.`,
        code_invalid: t`That code is incorrect or expired. Ask for a new one.`,
        date_impossible: t`There is no such day or time: ${date}.`,
        door_links_full: t`There are ${facts?.["most"] ?? ""} links already. End one first.`,
        draft_incomplete: t`Something is missing: a title and a start are needed.`,
        guest_has_no_email: t`This guest has no email address. Add one, or copy the link.`,
        guest_on_list: t`They're back on the list already: someone invited them again.`,
        image_heic: t`iPhone photos (HEIC) can't be read here. Save it as a JPEG, or send it from Safari.`,
        image_too_large: facts?.["megapixels"]
          ? t`This picture has too many pixels. Up to ${facts["megapixels"]} megapixels work.`
          : t`The picture is too large. Up to 10 MB work.`,
        image_unreadable: t`This picture can't be read. Try a JPEG, PNG or WebP.`,
        last_host: t`An event needs at least one host.`,
        link_invalid: t`This link no longer works. Ask for a new one.`,
        link_of_co_host: t`A co-host gave you this link, and it works as long as they host. To keep the event in your account, ask for an invitation by email.`,
        first_host: t`Whoever has hosted longest can only leave by themselves.`,
        not_arrived: t`Nobody of this party is here.`,
        passkey_known: t`This device has a passkey for an account here already.`,
        passkey_not_found: t`This passkey is removed already.`,
        passkey_refused: t`That passkey is not known here. Sign in another way, and add it again in your account.`,
        push_key_changed: t`This page is out of date. Reload it, and try again.`,
        password_common: t`That password is one of the first that anybody would try. Choose another one.`,
        password_unset: t`This account has no password yet.`,
        password_wrong: t`That is not the password.`,
        reauthentication_required: t`Please sign in again first.`,
        session_not_found: t`That device is signed out already.`,
        sign_in_failed: t`Email and password don't match. Try again, or have a link mailed to you.`,
        sole_host: t`You are the only host of an event that is still to come. Cancel it or add a co-host first.`,
        too_many_passkeys: t`An account can have ${facts?.["most"] ?? 0} passkeys. Remove one first.`,
        too_many_questions: t`These are too many questions or options.`,
      };
      return words[code] ?? guestWords(code, facts);
    },
    [t, guestWords],
  );
}
