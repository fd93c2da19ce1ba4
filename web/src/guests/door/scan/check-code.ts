import { isCodeOf, readDoorCode, verifyDoorCode, type DoorCode } from "@turnout/contract/door-codes";
import type { FoundByCode } from "@turnout/contract/door";
import type { DoorServer } from "../door-server.ts";
import type { useOfflineDoor } from "../use-offline-door.ts";
import { nobody, outcomeOf, type ScanOutcome } from "./scan-outcome.ts";

/** What a door knows when it is shown a code. */
export interface CheckingDoor {
  eventId: string;
  server: Pick<DoorServer, "find">;
  /** The event's public key; null: this browser has none, or cannot verify. */
  key: Promise<CryptoKey | null>;
  isOffline: boolean;
  offline: Pick<ReturnType<typeof useOfflineDoor>, "listOf" | "guestOf">;
  /** The server gave no answer: the door goes on without. */
  unanswered(): void;
}

/**
 * What a scanned text is at this door. The device refuses other events' codes and forged ones by itself, where it can verify; the server
 * says the rest, and without it the list on the device.
 */
export async function checkCode(text: string, door: CheckingDoor): Promise<ScanOutcome> {
  const says = readDoorCode(text);
  if (!says) return nobody("forged");
  if (says.eventId !== door.eventId) return nobody("otherEvent");
  const key = await door.key;
  if (key && !(await verifyDoorCode(key, text))) return nobody("forged");
  const found = door.isOffline ? null : await askServer(text, door);
  if (found) return outcomeOf(found);
  return key ? onList(says, door.offline) : nobody("unchecked");
}

/** Null: it gives no answer, or none to this door. */
async function askServer(code: string, { server, unanswered }: CheckingDoor): Promise<FoundByCode | null> {
  try {
    return await server.find(code);
  } catch {
    unanswered();
    return null;
  }
}

function onList(says: DoorCode, { listOf, guestOf }: CheckingDoor["offline"]): ScanOutcome {
  if (listOf === null) return nobody("unchecked");
  const { guest, version, isListed } = guestOf(says.guestId);
  if (isListed && version !== undefined && !isCodeOf(says, version)) return { kind: "ended", guest, left: 0 };
  const outcome = outcomeOf({ verdict: "listed", guest });
  return isListed || outcome.kind === "alreadyIn" ? outcome : { ...outcome, kind: "unlisted" };
}
