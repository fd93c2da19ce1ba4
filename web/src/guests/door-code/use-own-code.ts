import { useEffect, useState } from "react";
import { api, read } from "../../api/client.ts";
import { serverNow } from "../../clock.ts";
import { qrPath } from "../../events/settings/qr-path.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { forgetCode, keepCode, keptCodes, type KeptCode } from "./kept-codes.ts";

/** The reader's code for the door, kept for when there is no network. Null: it is on its way. */
export function useOwnCode(): { pass: KeptCode | null; walletPass: boolean; failed: boolean; retry: () => void } {
  const { eventId, details, me } = useEventSnapshot();
  const [url, setUrl] = useState<string | null>(null);
  const [walletPass, setWalletPass] = useState(false);
  const [failed, setFailed] = useState(false);
  const [attempt, setAttempt] = useState(0);
  const isGoing = me?.standing === "going";

  useEffect(() => {
    if (!isGoing) return forgetCode(eventId, serverNow());
    let isCurrent = true;
    read(api.GET("/api/events/{eventId}/door-code", { params: { path: { eventId } } })).then(
      (found) => isCurrent && (setUrl(found.url), setWalletPass(found.walletPass), setFailed(false)),
      () => isCurrent && setFailed(true),
    );
    return () => {
      isCurrent = false;
    };
  }, [eventId, isGoing, attempt]);

  const { title, startsAt, endsAt } = details;
  const name = me?.name ?? "";
  const people = me?.partySize ?? 1;
  useEffect(() => {
    if (url) keepCode({ eventId, title, name, people, ...qrPath(url), startsAt, endsAt, keptAt: serverNow() });
  }, [url, eventId, title, name, people, startsAt, endsAt]);

  const drawn = url && { eventId, title, name, people, ...qrPath(url), startsAt, endsAt, keptAt: 0 };
  const kept = failed ? keptCodes(serverNow()).find((code) => code.eventId === eventId) : undefined;
  return { pass: drawn || (kept ?? null), walletPass, failed, retry: () => setAttempt((before) => before + 1) };
}
