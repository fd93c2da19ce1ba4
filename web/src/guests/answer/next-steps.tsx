import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { seesChat } from "@turnout/contract/audience";
import { ShareButton } from "../../events/share-button.tsx";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button, IconButton } from "../../ui/button.tsx";

/** Next steps after getting a seat: calendar, share, chat. */
export function NextSteps({ calendar, onSayHello, onClose }: { calendar: ReactNode; onSayHello: () => void; onClose: () => void }) {
  const { t } = useLingui();
  const { details, viewer } = useEventSnapshot();
  return (
    <div className="next-steps" role="group" aria-label={t`What's next`}>
      {calendar}
      <span className="next-steps-share">
        <ShareButton />
      </span>
      {seesChat(viewer.class, details) && details.chat === "open" && <Button icon="chat" onClick={onSayHello}>{t`Say hello`}</Button>}
      <IconButton icon="x" label={t`Close`} onClick={onClose} />
    </div>
  );
}
