import { useLingui } from "@lingui/react/macro";
import type { Place } from "@turnout/contract/events";

/** A place in one line. */
export function usePlaceWords(): (place: Place) => string {
  const { t } = useLingui();
  return (place) => {
    switch (place.kind) {
      case "later":
        return t`place follows`;
      case "online":
        return place.url ?? t`online`;
      case "place":
        return [place.name, place.address].filter(Boolean).join(", ");
    }
  };
}
