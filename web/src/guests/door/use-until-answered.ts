import { useCallback, useRef } from "react";
import { newId } from "../../live/new-id.ts";

/**
 * Sends what a press means as one command until there is an answer: the server may have counted a press whose answer was lost, and the
 * same press sends it again. An outcome that `is` "lost" is no answer. `press` says what was pressed, as exactly as it has to be told from others.
 */
export function useUntilAnswered() {
  const unanswered = useRef(new Map<string, string>());
  return useCallback(
    async <Outcome extends { is: string }>(press: string, send: (commandId: string) => Promise<Outcome>): Promise<Outcome> => {
      const commandId = unanswered.current.get(press) ?? newId();
      unanswered.current.set(press, commandId);
      const recorded = await send(commandId);
      if (recorded.is !== "lost") unanswered.current.delete(press);
      return recorded;
    },
    [],
  );
}
