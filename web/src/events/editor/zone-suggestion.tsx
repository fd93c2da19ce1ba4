import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { guessZone } from "@turnout/contract/guess-zone";
import { offsetAt } from "@turnout/contract/time-zones";
import { zoneCity } from "@turnout/contract/zone-city";
import { serverNow } from "../../clock.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useEditor } from "./use-editor.ts";

/** Stillness (ms) before an address is read: half a city is another city. */
const PAUSE = 600;

/**
 * The clock of the place. Whoever has not chosen a zone by hand gets it with the address, and is told; whoever has,
 * and every event that guests know already, is only asked.
 */
export function ZoneSuggestion() {
  const { i18n } = useLingui();
  const { store, view } = useEditor();
  const { place, zone } = view.fields;
  const text = place.kind === "place" ? `${place.name}, ${place.address}` : "";
  const guess = useGuess(text);
  const initial = useRef({ zone, text });
  const followed = useRef<string | null>(null);
  const isOther = guess !== null && guess !== zone && !sameClock(guess, zone);
  const isFree = view.status === "draft" && (zone === initial.current.zone || zone === followed.current);

  useEffect(() => {
    // Once only: whoever then goes back to another clock means it.
    if (!isOther || !isFree || text === initial.current.text || guess === followed.current) return;
    followed.current = guess;
    store.edit({ zone: guess });
  }, [guess, isOther, isFree, text, store]);

  if (followed.current === zone && zone !== initial.current.zone) {
    const city = zoneCity(zone, i18n.locale);
    return (
      <p className="editor-note" role="status">
        <Trans>Times are on the clock of {city} now.</Trans>
      </p>
    );
  }
  if (!isOther || text === initial.current.text) return null;
  const city = zoneCity(guess, i18n.locale);
  return (
    <Notice
      title={<Trans>Is this on the clock of {city}?</Trans>}
      action={
        <Button size="sm" onClick={() => store.edit({ zone: guess })}>
          <Trans>Use {city} time</Trans>
        </Button>
      }
    />
  );
}

function useGuess(text: string): string | null {
  const [guess, setGuess] = useState<string | null>(null);
  useEffect(() => {
    const timer = setTimeout(() => setGuess(guessZone(text)), PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return guess;
}

/** Berlin and Vienna: asking would be pedantry. */
function sameClock(one: string, other: string): boolean {
  const year = new Date(serverNow()).getUTCFullYear();
  return ["01", "04", "07", "10"].every((month) => {
    const at = `${year}-${month}-15T12:00:00Z`;
    return offsetAt(at, one) === offsetAt(at, other);
  });
}
