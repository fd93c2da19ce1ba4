import { useLingui } from "@lingui/react/macro";
import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { UNDO_SECONDS } from "@turnout/contract/bulletins";
import { api, ApiError, read } from "../../api/client.ts";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { serverNow } from "../../clock.ts";
import { newId } from "../../live/new-id.ts";
import { showToast } from "../../ui/toast.ts";

/** What went wrong; refusals that only this page can get are not known to the others. */
function useProblemWords(): (error: unknown) => string {
  const { t } = useLingui();
  const words = useRefusalWords();
  return (error) => {
    if (!(error instanceof ApiError)) return words("offline");
    const { code, facts } = error.problem;
    const own: Record<string, string> = {
      too_many_bulletins: t`That's enough emails for one day. Try again tomorrow.`,
      too_many_nudges: t`Guests have been asked often enough.`,
      nudged_lately: t`Guests were asked only recently. Give them a little time.`,
      bulletin_not_found: t`This email is gone.`,
      bulletin_time_passed: t`This time has passed. Choose a later one, or send it now.`,
      bulletin_sent: t`It has gone out already.`,
    };
    return own[code] ?? words(code, facts);
  };
}

/** Sends an email to guests, which can be taken back for a few seconds. A second try after a lost reply is the same command. */
export function useSendBulletin(eventId: string) {
  const { t } = useLingui();
  const words = useProblemWords();
  const client = useQueryClient();
  const [pending, setPending] = useState(false);
  const commandId = useRef<string>(undefined);
  const again = () => client.invalidateQueries({ queryKey: ["bulletins", eventId] });

  async function withdraw(bulletinId: string, onTakenBack?: () => void) {
    const path = { eventId, bulletinId };
    try {
      await read(api.DELETE("/api/events/{eventId}/bulletins/{bulletinId}", { params: { path, query: { commandId: newId() } } }));
      showToast(t`Taken back. Nobody gets it.`, { tone: "success" });
      onTakenBack?.();
    } catch (error) {
      showToast(words(error), { tone: "danger" });
    }
    void again();
  }

  /** Resolves to whether it was accepted. `onTakenBack`: what follows when the host takes it back at once. */
  async function send(
    request: (commandId: string) => Promise<{ bulletinId: string; due: string }>,
    onTakenBack?: () => void,
  ): Promise<boolean> {
    setPending(true);
    commandId.current ??= newId();
    try {
      const { bulletinId, due } = await request(commandId.current);
      commandId.current = undefined;
      const isSoon = Date.parse(due) - serverNow() <= (UNDO_SECONDS + 5) * 1_000;
      const action = { label: t`Undo`, run: () => void withdraw(bulletinId, onTakenBack) };
      showToast(isSoon ? t`Goes out in a few seconds` : t`Scheduled`, { tone: "success", action });
      void again();
      return true;
    } catch (error) {
      if (error instanceof ApiError) commandId.current = undefined;
      showToast(words(error), { tone: "danger" });
      return false;
    } finally {
      setPending(false);
    }
  }
  return { send, withdraw, pending };
}
