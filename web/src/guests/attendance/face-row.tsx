import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { type KeyboardEvent, useRef, useState } from "react";
import type { Face } from "@turnout/contract/guests";
import { Avatar } from "../../ui/avatar.tsx";
import "./face-row.css";

type FaceRowProps = { faces: Face[]; here: ReadonlySet<string>; max: number; more: number; onMore: () => void };

/**
 * The attendee preview: a name appears on hover, focus or tap. One tab stop, arrow keys inside. The last button shows how
 * many more people there are, and opens the whole list.
 */
export function FaceRow({ faces, here, max, more, onMore }: FaceRowProps) {
  const { t } = useLingui();
  const [at, setAt] = useState(0);
  const row = useRef<HTMLUListElement>(null);
  const shown = faces.slice(0, max);
  const last = shown.length;

  const move = (event: KeyboardEvent) => {
    const next = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: last }[event.key];
    if (next === undefined || next < 0 || next > last) return;
    event.preventDefault();
    setAt(next);
    row.current?.querySelectorAll("button")[next]?.focus();
  };

  return (
    <ul role="list" ref={row} className="face-row" aria-label={t`Some of those coming`} onKeyDown={move}>
      {shown.map((face, index) => {
        const isHere = here.has(face.guestId);
        return (
          <li key={face.guestId}>
            <button
              type="button"
              className="face"
              tabIndex={index === Math.min(at, last) ? 0 : -1}
              data-name={face.name}
              onPointerEnter={turnName}
              onFocus={(event) => (turnName(event), setAt(index))}
            >
              <Avatar id={face.guestId} name={face.name} size={42} here={isHere} />
              <span className="visually-hidden" dir="auto">
                {isHere ? t`${face.name}, looking at this page` : face.name}
              </span>
            </button>
          </li>
        );
      })}
      <li>
        <button
          type="button"
          className="face face-more tabular"
          tabIndex={at >= last ? 0 : -1}
          onFocus={() => setAt(last)}
          onClick={onMore}
        >
          {more > 0 ? (
            <>
              <span aria-hidden="true">{`+${more}`}</span>
              <span className="visually-hidden">
                <Plural value={more} one="and # more going" other="and # more going" />
              </span>
            </>
          ) : (
            <Trans>See all</Trans>
          )}
        </button>
      </li>
    </ul>
  );
}

/** Keeps the name within the row, and so within the screen: in the right half it extends to the left. */
function turnName({ currentTarget: face }: { currentTarget: HTMLElement }) {
  const row = face.closest("ul")!.getBoundingClientRect();
  face.dataset["side"] = face.getBoundingClientRect().left > row.left + row.width / 2 ? "right" : "left";
}
