import { useLingui } from "@lingui/react/macro";
import type { ChatMode } from "@turnout/contract/events";

/** The ways a conversation can be open, each with what it means. */
export function useChatChoices(): { value: ChatMode; label: string; hint: string }[] {
  const { t } = useLingui();
  return [
    { value: "open", label: t`Open`, hint: t`Everyone on the guest list writes and reads.` },
    { value: "readOnly", label: t`Announcements`, hint: t`Only hosts write; guests read.` },
    { value: "closed", label: t`Closed`, hint: t`Only hosts see it. Nothing written so far is lost.` },
  ];
}
