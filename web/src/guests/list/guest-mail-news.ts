import { useLingui } from "@lingui/react/macro";
import { useCallback } from "react";
import type { LogEntry } from "@turnout/contract/log";
import { useEntries } from "../../live/use-event.ts";
import { showToast } from "../../ui/toast.ts";

/** Most characters of an email in a toast. */
const SHOWN = 80;

/** Tells a host who has the event open what comes of guests by email. */
export function useGuestMailNews(onShow: (guest: { guestId: string; name: string }) => void): void {
  const { t } = useLingui();
  useEntries(
    useCallback(
      (entries: LogEntry[]) => {
        for (const { actor, body } of entries) {
          if (body.type !== "guest.wrote" && body.type !== "reply.held") continue;
          const name = actor?.name ?? t`A guest`;
          const words = body.type === "guest.wrote" ? shortened(body.text) : "";
          const news = words ? t`${name} wrote: “${words}”` : t`A reply for ${name} needs your word`;
          showToast(news, { action: { label: t`Show`, run: () => onShow({ guestId: body.guestId, name }) } });
        }
      },
      [t, onShow],
    ),
  );
}

function shortened(text: string): string {
  const line = text.replaceAll(/\s+/g, " ").trim();
  return line.length > SHOWN ? `${line.slice(0, SHOWN).toWellFormed()}…` : line;
}
