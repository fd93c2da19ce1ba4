import { Trans } from "@lingui/react/macro";
import { TYPING_INTERVAL } from "@turnout/contract/live";
import { useEventSnapshot } from "../live/use-event.ts";
import { useFreshTyping } from "./use-fresh-typing.ts";

/** Who is writing, in a line that is always there, so that nothing jumps. */
export function TypingLine() {
  const typing = useFreshTyping();
  const { viewer, messages } = useEventSnapshot();
  const last = messages.at(-1);
  // Whoever has just said it is believed to write for a while: they are not.
  const hasSaidIt = last && Date.now() - Date.parse(last.at) < 2 * TYPING_INTERVAL ? last.author.personId : null;
  const others = typing.filter(({ personId }) => personId !== viewer.personId && personId !== hasSaidIt);
  const [one, two] = others.map((person) => person.name);
  return (
    <p className="typing-line">
      {others.length > 0 && (
        <span className="typing-dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      )}
      {others.length === 1 && <Trans>{one} is writing …</Trans>}
      {others.length === 2 && (
        <Trans>
          {one} and {two} are writing …
        </Trans>
      )}
      {others.length > 2 && <Trans>Several people are writing …</Trans>}
    </p>
  );
}
