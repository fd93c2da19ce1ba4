import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { seesChat } from "@turnout/contract/audience";
import { ShareButton } from "../../events/share-button.tsx";
import { useEventSnapshot } from "../../live/use-event.ts";
import { StillComing } from "./still-coming.tsx";
import { Button, IconButton } from "../../ui/button.tsx";

interface Props {
  calendar: ReactNode;
  onSayHello: () => void;
  /** Null: they have had their seat for long, and are asked whether they still come. */
  onClose: (() => void) | null;
  onDecline: () => void;
}

/** What follows for whoever is going: calendar, share and chat after getting a seat, and later whether they still come. */
export function NextSteps({ onClose, onDecline, ...steps }: Props) {
  return onClose ? <AfterSeat onClose={onClose} {...steps} /> : <StillComing onDecline={onDecline} />;
}

function AfterSeat({ calendar, onSayHello, onClose }: { calendar: ReactNode; onSayHello: () => void; onClose: () => void }) {
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
