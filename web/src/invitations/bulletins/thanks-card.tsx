import { Trans, useLingui } from "@lingui/react/macro";
import { isOver } from "@turnout/contract/event-end";
import { useNow } from "../../events/use-now.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { useThanks, type Prepared } from "./use-thanks.ts";

/** Offers a thank-you that is written already: before the event's end to be scheduled for the day after it. */
export function ThanksCard({ onPrepare }: { onPrepare: (prepared: Prepared) => void }) {
  const { t } = useLingui();
  const { details } = useEventSnapshot();
  const over = isOver(details, useNow());
  const thanks = useThanks(over);
  return (
    <Card aria-labelledby="thanks">
      <h2 id="thanks">{t`Thank you`}</h2>
      <p className="muted">
        {over ? (
          <Trans>A few words to those who came, ready to be changed and sent.</Trans>
        ) : (
          <Trans>
            A few words for the day after the event, to whoever the door lets in, or to everyone who is going if it lets nobody in. They are
            sent only if you schedule them.
          </Trans>
        )}
      </p>
      <div className="settings-actions">
        <Button icon="pencil" onClick={() => onPrepare(thanks)}>{t`Prepare a thank-you`}</Button>
      </div>
    </Card>
  );
}
