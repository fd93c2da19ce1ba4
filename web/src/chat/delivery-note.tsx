import { Trans, useLingui } from "@lingui/react/macro";
import { useGuestRefusalWords } from "../api/use-guest-refusal-words.ts";
import { Button } from "../ui/button.tsx";
import { FieldError } from "../ui/field.tsx";
import { useChat } from "./chat-context.ts";
import type { Delivery } from "./with-pending.ts";

/** How far one's own message has come; what failed can be sent again under the same id, or thrown away. */
export function DeliveryNote({ delivery }: { delivery: Delivery }) {
  const { t } = useLingui();
  const { commands } = useChat();
  const words = useGuestRefusalWords();
  const { commandId, state, refusal, facts } = delivery;
  if (state === "sending")
    return (
      <p className="delivery">
        <Trans>Sending…</Trans>
      </p>
    );
  if (state === "sent")
    return (
      <p className="delivery">
        <Trans>Sent</Trans>
      </p>
    );
  return (
    <div className="delivery delivery-failed" role="alert">
      <FieldError>{words(refusal ?? "unavailable", facts)}</FieldError>
      <span>
        <Button look="plain" size="sm" icon="refresh" onClick={() => commands.retry(commandId)}>{t`Try again`}</Button>
        <Button look="plain" size="sm" icon="trash" onClick={() => commands.discard(commandId)}>{t`Discard`}</Button>
      </span>
    </div>
  );
}
