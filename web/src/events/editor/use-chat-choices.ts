import { useLingui } from "@lingui/react/macro";
import type { ChatMode, Visibility } from "@turnout/contract/events";

/** The chat modes, each with its meaning. */
export function useChatChoices(visibility: Visibility): { value: ChatMode; label: string; hint: string }[] {
  const { t } = useLingui();
  return [
    {
      value: "open",
      label: t`Open`,
      hint:
        visibility === "invited"
          ? t`Everyone on the guest list can read and post.`
          : t`Everyone who has answered can read and post, and anyone who opens this event can answer.`,
    },
    { value: "readOnly", label: t`Announcements`, hint: t`Only hosts can post. Guests can read.` },
    { value: "closed", label: t`Off`, hint: t`Only hosts can see it. Nothing posted so far is lost.` },
  ];
}
