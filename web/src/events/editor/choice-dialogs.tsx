import { useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { ChatMode, GuestListFor, Visibility } from "@turnout/contract/events";
import { RadioCards } from "../../ui/choice.tsx";
import { OptionDialog } from "./option-dialog.tsx";
import { useField } from "./use-editor.ts";
import { useChatChoices } from "./use-chat-choices.ts";

/** Who can open the page at all. */
export function AccessDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const visibility = useField("visibility");
  const [chosen, choose] = useState<Visibility>(visibility.value);
  return (
    <OptionDialog title={t`Visibility`} onClose={onClose} onDone={() => visibility.set(chosen)}>
      <RadioCards
        legend={t`Visibility`}
        hideLegend
        value={chosen}
        onChange={choose}
        options={[
          { value: "public", icon: "globe", label: t`Everyone`, hint: t`Anyone with the page's address can see it and answer.` },
          {
            value: "link",
            icon: "link",
            label: t`With the link`,
            hint: t`People you invite, and anyone with the share link. You can renew that link.`,
          },
          { value: "invited", icon: "lock", label: t`Invited only`, hint: t`Only people on the guest list, each with their own link.` },
        ]}
      />
    </OptionDialog>
  );
}

/** Who sees names. Everybody sees how many come. */
export function GuestListDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const listFor = useField("guestListFor");
  const [chosen, choose] = useState<GuestListFor>(listFor.value);
  const anybody = useField("visibility").value !== "invited";
  return (
    <OptionDialog title={t`Guest list`} onClose={onClose} onDone={() => listFor.set(chosen)}>
      <RadioCards
        legend={t`Who can see who's coming?`}
        value={chosen}
        onChange={choose}
        options={[
          { value: "everyone", label: t`Everyone`, hint: t`Anyone who can see the page.` },
          {
            value: "guests",
            label: t`Guests`,
            hint: anybody
              ? t`Everyone who has answered, even “Can't make it”. This event lets anyone who opens it answer.`
              : t`People on the list. Everyone else just sees how many.`,
          },
          { value: "hosts", label: t`Hosts only`, hint: t`Guests just see how many, and no names but their own.` },
        ]}
      />
    </OptionDialog>
  );
}

/** Who may post in the chat. */
export function ChatDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const chat = useField("chat");
  const choices = useChatChoices(useField("visibility").value);
  const [chosen, choose] = useState<ChatMode>(chat.value);
  return (
    <OptionDialog title={t`Conversation`} onClose={onClose} onDone={() => chat.set(chosen)}>
      <RadioCards legend={t`Conversation`} hideLegend value={chosen} onChange={choose} options={choices} />
    </OptionDialog>
  );
}
