import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";

export type Facts = Record<string, string | number> | undefined;

/**
 * What happened and what to do about it, for each refusal code of what is done on an event's page, and of what can happen anywhere.
 * That page loads these words and no others; `use-refusal-words.ts` has the rest.
 */
export function useGuestRefusalWords(): (code: string, facts?: Facts) => string {
  const { t } = useLingui();
  return useCallback(
    (code: string, facts: Facts) => {
      const wait = Math.ceil(Number(facts?.["retryAfter"] ?? 0) / 60);
      const words: Record<string, string> = {
        answers_closed: t`The deadline to answer has passed. Please contact the host.`,
        chat_closed: t`Chat is off.`,
        chat_read_only: t`Only hosts can post right now.`,
        removed_from_list: t`A host has taken you off the guest list. Ask them to invite you again.`,
        email_on_list: t`This address is already on the guest list. We can email you your link instead.`,
        email_invalid: t`That doesn't look like an email address.`,
        event_cancelled: t`The event has been cancelled.`,
        event_full: t`There aren't enough seats for this many people.`,
        event_not_found: t`You no longer have access from this page. Try your link again.`,
        viewer_changed: t`You no longer have access from this page. Try your link again.`,
        event_over: t`The event is over.`,
        guest_not_found: t`This guest is not on the list any more.`,
        mention_unknown: t`Someone in this message can't be mentioned any more. Try again to send it without mentions.`,
        message_not_found: t`This message is gone.`,
        name_required: t`Please tell the host your name.`,
        not_allowed: t`That is not allowed here.`,
        not_published: t`Publish the event first.`,
        question_answer_invalid: t`This answer doesn't fit the question.`,
        question_answers_long: t`Your answers to the questions are too long.`,
        question_unanswered: t`Please answer this question.`,
        sign_in_required: t`Please sign in first.`,
        too_many_guests: t`The guest list is full.`,
        too_many_plus_ones: plural(Number(facts?.["allowed"] ?? 0), {
          one: "You can bring at most # person.",
          other: "You can bring at most # people.",
        }),
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
