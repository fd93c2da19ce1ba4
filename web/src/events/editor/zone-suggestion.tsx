import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useEffectEvent, useState } from "react";
import { guessZone } from "@turnout/contract/guess-zone";
import { offsetAt } from "@turnout/contract/time-zones";
import { zoneCity } from "@turnout/contract/zone-city";
import { serverNow } from "../../clock.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { useEditor } from "./use-editor.ts";

/** Pause (ms) before an address is read: half a city's name is another city. */
const PAUSE = 600;

/**
 * Derives the zone from the place. A zone that was not chosen by hand is set, with a note; a chosen zone, and that of a
 * published event, is only suggested.
 */
export function ZoneSuggestion() {
  const { i18n } = useLingui();
  const { store, view } = useEditor();
  const { place, zone } = view.fields;
  const text = place.kind === "place" ? `${place.name}, ${place.address}` : "";
  const [initial] = useState({ zone, text });
  const [followed, setFollowed] = useState<string | null>(null);
  const guess = useGuess(text, (guessed) => {
    const isFree = view.status === "draft" && (zone === initial.zone || zone === followed);
    // Once only: changing the zone back is a choice.
    if (!isFree || !isOtherClock(guessed, zone) || text === initial.text || guessed === followed) return;
    setFollowed(guessed);
    store.edit({ zone: guessed });
  });

  if (followed === zone && zone !== initial.zone) {
    const city = zoneCity(zone, i18n.locale);
    return (
      <p className="editor-note" role="status">
        <Trans>Times are on the clock of {city} now.</Trans>
      </p>
    );
  }
  if (!isOtherClock(guess, zone) || text === initial.text) return null;
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

/** The zone of an address after a pause in typing; `onGuess` is called each time with the newest props. */
function useGuess(text: string, onGuess: (guess: string | null) => void): string | null {
  const [guess, setGuess] = useState<string | null>(null);
  const paused = useEffectEvent(() => {
    const next = guessZone(text);
    setGuess(next);
    onGuess(next);
  });
  useEffect(() => {
    const timer = setTimeout(paused, PAUSE);
    return () => clearTimeout(timer);
  }, [text]);
  return guess;
}

function isOtherClock(guess: string | null, zone: string): guess is string {
  return guess !== null && guess !== zone && !sameClock(guess, zone);
}

/** Zones with the same clock, such as Berlin and Vienna: a question would be useless. */
function sameClock(one: string, other: string): boolean {
  const year = new Date(serverNow()).getUTCFullYear();
  return ["01", "04", "07", "10"].every((month) => {
    const at = `${year}-${month}-15T12:00:00Z`;
    return offsetAt(at, one) === offsetAt(at, other);
  });
}
