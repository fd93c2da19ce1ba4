import { useLingui } from "@lingui/react/macro";
import { phaseOf } from "@turnout/contract/event-phase";
import { useNow } from "../../events/use-now.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { LinkButton } from "../../ui/button.tsx";

/** Where a guest who is going finds their code for the door. Not where there is no door: online, and afterwards. */
export function DoorCodeLink() {
  const { t } = useLingui();
  const { eventId, details, me } = useEventSnapshot();
  const phase = phaseOf(details, useNow());
  if (me?.standing !== "going" || details.place.kind === "online" || (phase !== "open" && phase !== "closed")) return null;
  return (
    <LinkButton icon="qr" href={`/e/${eventId}/code`}>
      {t`Your code`}
    </LinkButton>
  );
}
