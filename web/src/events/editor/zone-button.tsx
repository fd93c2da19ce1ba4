import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { zoneCity } from "@turnout/contract/zone-city";
import { Button } from "../../ui/button.tsx";
import { useField } from "./use-editor.ts";
import { ZoneDialog } from "./zone-dialog.tsx";

/** The event's zone, and a button that changes it. */
export function ZoneButton() {
  const { i18n } = useLingui();
  const zone = useField("zone");
  const [choosing, setChoosing] = useState(false);
  const city = zoneCity(zone.value, i18n.locale);
  return (
    <>
      <Button size="sm" look="plain" icon="globe" aria-haspopup="dialog" onClick={() => setChoosing(true)}>
        <Trans>{city} time</Trans>
      </Button>
      {choosing && (
        <ZoneDialog
          zone={zone.value}
          onClose={() => setChoosing(false)}
          onChoose={(next) => {
            zone.set(next);
            setChoosing(false);
          }}
        />
      )}
    </>
  );
}
