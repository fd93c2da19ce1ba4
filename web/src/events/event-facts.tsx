import { useLingui } from "@lingui/react/macro";
import type { ReactNode } from "react";
import { wallClockOf } from "@turnout/contract/wall-clock";
import { useEventSnapshot } from "../live/use-event.ts";
import { CalendarLeaf, EventWhen } from "./event-when.tsx";
import { EventWhere, PlaceIcon } from "./event-where.tsx";
import { ShareButton } from "./share-button.tsx";
import "./event-facts.css";

/** When and where, with calendar and map. */
export function EventFacts({ calendar }: { calendar: ReactNode }) {
  const { t } = useLingui();
  const { details, viewer } = useEventSnapshot();
  return (
    <div className="event-facts">
      <dl>
        <div className="fact">
          <dt>
            <CalendarLeaf on={wallClockOf(details).starts} />
            <span className="visually-hidden">{t`When`}</span>
          </dt>
          <dd>
            <EventWhen details={details} isCancelled={details.status === "cancelled"} />
          </dd>
        </div>
        <div className="fact">
          <dt>
            <PlaceIcon place={details.place} />
            <span className="visually-hidden">{t`Where`}</span>
          </dt>
          <dd>
            <EventWhere place={details.place} admitted={viewer.class !== "public"} />
          </dd>
        </div>
      </dl>
      <div className="event-actions">
        {calendar}
        {viewer.class !== "host" && <ShareButton />}
      </div>
    </div>
  );
}
