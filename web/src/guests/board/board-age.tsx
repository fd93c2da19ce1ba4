import { Trans } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { serverNow } from "../../clock.ts";
import { useTimeFormat } from "../../ui/relative-time.tsx";
import { ageOf } from "./age.ts";

const TICK_MS = 1_000;

/** How old the numbers are, in words that count on. `asOf` in ms; null: they are followed as they change. */
export function BoardAge({ asOf }: { asOf: number | null }) {
  const [now, setNow] = useState(serverNow);
  useEffect(() => {
    const look = () => setNow(serverNow());
    look();
    const timer = setInterval(look, TICK_MS);
    return () => clearInterval(timer);
  }, [asOf]);
  const time = useTimeFormat({ timeStyle: "short" });
  const age = ageOf(asOf, now);
  const clock = age.is === "offline" ? time.format(age.since) : "";
  const state = { live: "live", old: "catchingUp", offline: "offline" }[age.is];
  return (
    <span className={`live-badge live-${state} board-age`}>
      <span className="live-dot" aria-hidden="true" />
      {age.is === "live" && <Trans>Live</Trans>}
      {age.is === "old" && <Seconds of={age.seconds} />}
      {age.is === "offline" && <Trans>Offline since {clock}</Trans>}
    </span>
  );
}

function Seconds({ of: seconds }: { of: number }) {
  return <Trans>{seconds} s old</Trans>;
}
