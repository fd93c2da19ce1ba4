import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { api, read } from "../api/client.ts";
import { Button } from "../ui/button.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { ChoiceFields } from "./choice-fields.tsx";
import { QuietHoursFields } from "./quiet-hours.tsx";
import { useLoaded } from "./use-loaded.ts";

/** Emails lead here. */
const ANCHOR = "choices";

/** What the account is notified of at all its events, asked for when it is opened. */
export function ChoicesCard() {
  const [isOpen, setOpen] = useState(location.hash === `#${ANCHOR}`);
  const card = useRef<HTMLDetailsElement>(null);
  useEffect(() => {
    if (location.hash === `#${ANCHOR}`) card.current?.scrollIntoView();
  }, []);
  return (
    <details className="notification-choices" id={ANCHOR} ref={card} open={isOpen} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>
        <Trans>Choose what you're notified of</Trans>
      </summary>
      {isOpen && (
        <>
          <QuietHoursFields />
          <Choices />
        </>
      )}
    </details>
  );
}

const ask = () => read(api.GET("/api/notification-choices"));

function Choices() {
  const { t } = useLingui();
  const { value, load } = useLoaded(ask);
  if (value === null) return <Button onClick={load}>{t`Try again`}</Button>;
  if (!value) return <Skeleton height="12rem" />;
  return <ChoiceFields loaded={value} send={(body) => read(api.PUT("/api/notification-choices", { body }))} />;
}
