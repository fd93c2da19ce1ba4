import { useLingui } from "@lingui/react/macro";
import { seesChat } from "@turnout/contract/audience";
import { CalendarMenu } from "../../events/calendar-menu.tsx";
import { ShareButton } from "../../events/share-button.tsx";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button, IconButton } from "../../ui/button.tsx";

/** What somebody who has just got a seat may want to do next: keep the date, bring others, say hello. */
export function NextSteps({ onSayHello, onClose }: { onSayHello: () => void; onClose: () => void }) {
  const { t } = useLingui();
  const { details, viewer } = useEventSnapshot();
  return (
    <div className="next-steps" role="group" aria-label={t`What's next`}>
      <CalendarMenu />
      <span className="next-steps-share">
        <ShareButton />
      </span>
      {seesChat(viewer.class, details) && details.chat === "open" && <Button icon="chat" onClick={onSayHello}>{t`Say hello`}</Button>}
      <IconButton icon="x" label={t`Close`} onClick={onClose} />
    </div>
  );
}
