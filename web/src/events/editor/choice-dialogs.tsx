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
    <OptionDialog title={t`Who can open it`} onClose={onClose} onDone={() => visibility.set(chosen)}>
      <RadioCards
        legend={t`Who can open it`}
        hideLegend
        value={chosen}
        onChange={choose}
        options={[
          { value: "public", icon: "globe", label: t`Everyone`, hint: t`Whoever has the page's address can read it and answer.` },
          {
            value: "link",
            icon: "link",
            label: t`With the link`,
            hint: t`People you invite, and whoever has the share link. You can renew that link.`,
          },
          { value: "invited", icon: "lock", label: t`Invited only`, hint: t`Only people on the guest list, each by their own link.` },
        ]}
      />
    </OptionDialog>
  );
}

/** Who sees names. How many come is no secret. */
export function GuestListDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const listFor = useField("guestListFor");
  const [chosen, choose] = useState<GuestListFor>(listFor.value);
  return (
    <OptionDialog title={t`Guest list`} onClose={onClose} onDone={() => listFor.set(chosen)}>
      <RadioCards
        legend={t`Who sees the names of those who come?`}
        value={chosen}
        onChange={choose}
        options={[
          { value: "everyone", label: t`Everyone`, hint: t`All who can open the page.` },
          { value: "guests", label: t`Guests`, hint: t`People on the list. Others only see how many come.` },
          { value: "hosts", label: t`Hosts only`, hint: t`Guests see how many come, and no names but their own.` },
        ]}
      />
    </OptionDialog>
  );
}

/** Who talks on the page. */
export function ChatDialog({ onClose }: { onClose: () => void }) {
  const { t } = useLingui();
  const chat = useField("chat");
  const choices = useChatChoices();
  const [chosen, choose] = useState<ChatMode>(chat.value);
  return (
    <OptionDialog title={t`Conversation`} onClose={onClose} onDone={() => chat.set(chosen)}>
      <RadioCards legend={t`Conversation`} hideLegend value={chosen} onChange={choose} options={choices} />
    </OptionDialog>
  );
}
