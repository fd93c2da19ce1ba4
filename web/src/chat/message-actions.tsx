import { useLingui } from "@lingui/react/macro";
import { IconButton } from "../ui/button.tsx";
import { useMessageActions } from "./message-features.tsx";
import type { ShownMessage } from "./with-pending.ts";

/** The buttons of a message. Tab reaches those of the message that the arrow keys are at. */
export function MessageActions({ message, tabbable }: { message: ShownMessage; tabbable: boolean }) {
  const { t } = useLingui();
  const actions = useMessageActions(message);
  if (actions.length === 0) return null;
  return (
    <>
      <IconButton
        icon="dots"
        label={t`More actions`}
        className="message-more"
        tabIndex={-1}
        onClick={({ currentTarget }) => currentTarget.closest<HTMLElement>("[data-message]")?.focus()}
      />
      <div className="message-tools">
        {actions.map(({ icon, label, isOn = false, run }) => (
          <IconButton key={icon} icon={icon} label={label} className={isOn ? "is-on" : ""} tabIndex={tabbable ? 0 : -1} onClick={run} />
        ))}
      </div>
    </>
  );
}
