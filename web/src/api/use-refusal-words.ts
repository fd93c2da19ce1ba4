import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";

type Facts = Record<string, string | number> | undefined;

/** What happened and what to do about it, for each refusal code. */
export function useRefusalWords(): (code: string, facts?: Facts) => string {
  const { t } = useLingui();
  return useCallback(
    (code: string, facts: Facts) => {
      const wait = Math.ceil(Number(facts?.["retryAfter"] ?? 0) / 60);
      const date = String(facts?.["date"] ?? "").replace("T", " ");
      const words: Record<string, string> = {
        already_arrived: t`${facts?.["arrived"] ?? ""} of ${facts?.["party"] ?? ""} people of this party are here already.`,
        already_host: t`You host this event already.`,
        answers_closed: t`The deadline to answer has passed. Please contact the host.`,
        capacity_below_taken: t`More people than that already have a seat.`,
        chat_closed: t`Chat is off.`,
        chat_read_only: t`Only hosts can post right now.`,
        code_invalid: t`That code is incorrect or expired. Ask for a new one.`,
        date_impossible: t`There is no such day or time: ${date}.`,
        door_links_full: t`There are ${facts?.["most"] ?? ""} links already. End one first.`,
        draft_incomplete: t`Something is missing: a title and a start are needed.`,
        removed_from_list: t`A host has taken you off the guest list. Ask them to invite you again.`,
        email_on_list: t`This address is already on the guest list. We can email you your link instead.`,
        email_invalid: t`That doesn't look like an email address.`,
        event_cancelled: t`The event has been cancelled.`,
        event_full: t`There aren't enough seats for this many people.`,
        event_not_found: t`You no longer have access to this event. Try your link again.`,
        event_over: t`The event is over.`,
        guest_has_no_email: t`This guest has no email address. Add one, or copy the link.`,
        guest_on_list: t`They're back on the list already: someone invited them again.`,
        guest_not_found: t`This guest is not on the list any more.`,
        image_heic: t`iPhone photos (HEIC) can't be read here. Save it as a JPEG, or send it from Safari.`,
        image_too_large: facts?.["megapixels"]
          ? t`This picture has too many pixels. Up to ${facts["megapixels"]} megapixels work.`
          : t`The picture is too large. Up to 10 MB work.`,
        image_unreadable: t`This picture can't be read. Try a JPEG, PNG or WebP.`,
        last_host: t`An event needs at least one host.`,
        link_invalid: t`This link no longer works. Ask for a new one.`,
        link_of_co_host: t`A co-host gave you this link, and it works as long as they host. To keep the event in your account, ask for an invitation by email.`,
        first_host: t`Whoever has hosted longest can only leave by themselves.`,
        message_not_found: t`This message is gone.`,
        name_required: t`Please tell the host your name.`,
        not_arrived: t`Nobody of this party is here.`,
        not_allowed: t`That is not allowed here.`,
        not_published: t`Publish the event first.`,
        passkey_known: t`This device has a passkey for an account here already.`,
        passkey_not_found: t`This passkey is removed already.`,
        passkey_refused: t`That passkey is not known here. Sign in another way, and add it again in your account.`,
        push_key_changed: t`This page is out of date. Reload it, and try again.`,
        password_common: t`That password is one of the first that anybody would try. Choose another one.`,
        password_unset: t`This account has no password yet.`,
        password_wrong: t`That is not the password.`,
        reauthentication_required: t`Please sign in again first.`,
        question_answer_invalid: t`This answer doesn't fit the question.`,
        question_answers_long: t`Your answers to the questions are too long.`,
        question_unanswered: t`Please answer this question.`,
        session_not_found: t`That device is signed out already.`,
        sign_in_failed: t`Email and password don't match. Try again, or have a link mailed to you.`,
        sign_in_required: t`Please sign in first.`,
        sole_host: t`You are the only host of an event that is still to come. Cancel it or add a co-host first.`,
        too_many_passkeys: t`An account can have ${facts?.["most"] ?? 0} passkeys. Remove one first.`,
        too_many_guests: t`The guest list is full.`,
        too_many_plus_ones: plural(Number(facts?.["allowed"] ?? 0), {
          one: "You can bring at most # person.",
          other: "You can bring at most # people.",
        }),
        too_many_questions: t`These are too many questions or options.`,
        too_many_requests:
          wait > 1
            ? t`That was a lot at once. Please try again in ${wait} minutes.`
            : t`That was a lot at once. Please wait a moment and try again.`,
        offline: t`No connection right now. Nothing is lost: try again when you're back online.`,
        unsent: t`No connection right now. We'll send this as soon as you're back online.`,
        overloaded: t`The server is busy for a moment. Please try again.`,
        unavailable: t`The server is busy for a moment. Please try again.`,
      };
      return words[code] ?? t`That didn't work. Please try again.`;
    },
    [t],
  );
}
