import { Trans } from "@lingui/react/macro";
import { useEventSnapshot } from "../live/use-event.ts";
import { useFreshTyping } from "./use-fresh-typing.ts";
import { useMarkedNames } from "./use-posing.ts";

/** Who is typing, in a line that always has its space, so that nothing jumps. */
export function TypingLine() {
  const typing = useFreshTyping();
  const { viewer } = useEventSnapshot();
  const others = typing.filter(({ personId }) => personId !== viewer.personId);
  const [one, two] = useMarkedNames(others);
  return (
    <p className="typing-line">
      {others.length > 0 && (
        <span className="typing-dots" aria-hidden="true">
          <i />
          <i />
          <i />
        </span>
      )}
      {others.length === 1 && (
        <Trans>
          <bdi>{one}</bdi> is typing…
        </Trans>
      )}
      {others.length === 2 && (
        <Trans>
          <bdi>{one}</bdi> and <bdi>{two}</bdi> are typing…
        </Trans>
      )}
      {others.length > 2 && <Trans>Several people are typing…</Trans>}
    </p>
  );
}
