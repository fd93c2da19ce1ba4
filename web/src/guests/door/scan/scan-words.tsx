import { plural } from "@lingui/core/macro";
import { useLingui } from "@lingui/react/macro";
import { useTimeFormat } from "../../../ui/relative-time.tsx";
import { useArrivalWords } from "../use-arrival-words.ts";
import { useFailureWords } from "../use-failure-words.ts";
import type { Scan } from "./use-scans.ts";

interface Words {
  head: string;
  more: string;
}

/** What a scan says: a headline, and a line of what else there is to know or to do. */
export function useScanWords(): (scan: Scan) => Words {
  const { t } = useLingui();
  const time = useTimeFormat({ timeStyle: "short" });
  const arrivals = useArrivalWords();
  const why = useFailureWords();
  return (scan) => {
    const name = scan.guest?.name || t`Somebody`;
    return scan.failed ? { head: t`Not done: ${name}`, more: why(scan.failed) } : wordsOf(scan, name);
  };

  function wordsOf(scan: Scan, name: string): Words {
    const { guest } = scan;
    switch (scan.kind) {
      case "welcome":
        return welcome(scan, name);
      case "alreadyIn":
        return { head: t`Already in: ${name}`, more: since(guest) };
      case "noSeat":
        return { head: name, more: standingWords(guest?.standing) };
      case "unlisted":
        return {
          head: t`Not on this device's list`,
          more: t`The code is true. Its guest was added since the list was read, or taken off it.`,
        };
      case "removed":
        return { head: t`Not on the list: ${name}`, more: t`A host has taken this guest off the list.` };
      case "ended":
        return { head: t`This code has ended: ${name}`, more: t`There is a newer one: on the event's page, and in later emails.` };
      case "otherEvent":
        return { head: t`Another event's code`, more: t`It does not open this door.` };
      case "forged":
        return { head: t`Not a code of this event`, more: t`It is forged, damaged, or something else.` };
      case "unchecked":
        return { head: t`Not checked`, more: t`There is no connection, and this device cannot check it.` };
    }
  }

  function welcome({ people, left, isHere }: Scan, name: string): Words {
    if (people === 0) return { head: name, more: plural(left, { one: "# person to come in", other: "# people to come in" }) };
    const parts = [
      plural(people, { one: "# person let in", other: "# people let in" }),
      left > 0 ? t`${left} still to come` : "",
      isHere ? t`kept on this device` : "",
    ];
    return { head: t`Welcome, ${name}`, more: parts.filter(Boolean).join(" · ") };
  }

  /** By which doors, as far as this one knows. */
  function since(guest: Scan["guest"]): string {
    const known = arrivals(guest?.arrivals ?? []);
    if (known !== "") return known;
    return guest?.arrivedAt ? t`since ${time.format(Date.parse(guest.arrivedAt))}` : t`All of this party are in.`;
  }

  function standingWords(standing: string | undefined): string {
    if (standing === "waiting") return t`On the waitlist: has no seat yet.`;
    if (standing === "declined") return t`Has said that they can't come.`;
    if (standing === "maybe") return t`Has said maybe.`;
    return t`Has not answered.`;
  }
}
