import { Trans } from "@lingui/react/macro";
import { useEventSnapshot, useEventView } from "../live/use-event.ts";

/** Who is writing, in a line that is always there, so that nothing jumps. */
export function TypingLine() {
  const { typing } = useEventView();
  const { viewer } = useEventSnapshot();
  const others = typing.filter((person) => person.personId !== viewer.personId);
  const [one, two] = others.map((person) => person.name);
  return (
    <p className="typing-line">
      {others.length > 0 && <span className="typing-dots" aria-hidden="true"><i /><i /><i /></span>}
      {others.length === 1 && <Trans>{one} is writing …</Trans>}
      {others.length === 2 && <Trans>{one} and {two} are writing …</Trans>}
      {others.length > 2 && <Trans>Several people are writing …</Trans>}
    </p>
  );
}
