import { useState } from "react";
import { Trans } from "@lingui/react/macro";
import { serverNow } from "../../clock.ts";
import { Button } from "../../ui/button.tsx";
import { DoorPass } from "./door-pass.tsx";
import { keptCodes } from "./kept-codes.ts";

/** The codes that this browser keeps, for whoever stands at the door without a network: that of the address first. */
export function KeptPasses({ address }: { address: string }) {
  const [codes] = useState(() => keptCodes(serverNow()));
  const [chosen, choose] = useState<string | null>(null);
  const named = codes.find(({ eventId }) => (chosen === null ? address.includes(eventId) : eventId === chosen));
  const shown = named ?? (codes.length === 1 ? codes[0] : undefined);
  const others = codes.filter((code) => code !== shown);
  if (codes.length === 0) return null;
  return (
    <>
      {shown && <DoorPass pass={shown} />}
      {others.map(({ eventId, title }) => (
        <Button key={eventId} icon="qr" wide onClick={() => choose(eventId)}>
          <span dir="auto">
            <Trans>Code for {title}</Trans>
          </span>
        </Button>
      ))}
    </>
  );
}
