import { useCallback, useMemo } from "react";
import { importDoorKey } from "@turnout/contract/door-codes";
import type { Arrive } from "../use-arrivals.ts";
import { checkCode, type CheckingDoor } from "./check-code.ts";
import { Scanner } from "./scanner.tsx";

export { preloadDecoder } from "./decode-frame.ts";

export interface ListScannerProps extends Omit<CheckingDoor, "key" | "offline"> {
  offline: CheckingDoor["offline"] & { doorKey: string | null };
  arrive: Arrive;
  /** What a hand scanner has typed, or null: nothing yet. */
  typed: { text: string } | null;
  onClose: () => void;
}

/** The scanner of a door that has the guest list, which goes on with the list of its device where there is no network. */
export function ListScanner({ eventId, server, isOffline, offline, unanswered, ...rest }: ListScannerProps) {
  const { doorKey } = offline;
  const key = useMemo(() => importKey(doorKey), [doorKey]);
  const check = useCallback(
    (text: string) => checkCode(text, { eventId, server, key, isOffline, offline, unanswered }),
    [eventId, server, key, isOffline, offline, unanswered],
  );
  return <Scanner check={check} {...rest} />;
}

/** Null without Ed25519 or HTTPS: the server checks codes then. */
const importKey = async (doorKey: string | null): Promise<CryptoKey | null> =>
  doorKey === null ? null : importDoorKey(doorKey).catch(() => null);
