import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useEffect, type ReactNode } from "react";
import type { Board as BoardNumbers } from "@turnout/contract/board";
import type { GateCount } from "@turnout/contract/door-facts";
import type { Tally } from "@turnout/contract/guests";
import { useNow } from "../../events/use-now.ts";
import { Button } from "../../ui/button.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { stayAwake } from "../door/stay-awake.ts";
import { useFullScreen } from "../door/use-full-screen.ts";
import { BoardAge } from "./board-age.tsx";
import { lastMinutes } from "./minutes.ts";
import { MinutesChart } from "./minutes-chart.tsx";
import "../door/full-screen.css";
import "./board.css";

interface Props {
  title: ReactNode;
  /** Beside the title, where the page has its navigation. */
  lead?: ReactNode;
  tally: Tally;
  numbers: Pick<BoardNumbers, "gates" | "minutes">;
  /** When all this was true (ms); null: it is followed as it changes. */
  asOf: number | null;
}

/** An evening in numbers that are read from across a room. */
export function Board({ title, lead, tally, numbers: { gates, minutes }, asOf }: Props) {
  const now = useNow();
  const { isFull, enter, leave } = useFullScreen();
  useEffect(stayAwake, []);
  return (
    <div className="board">
      <header className="board-head">
        <div>
          <h1 dir="auto">{title}</h1>
          {lead && <p>{lead}</p>}
        </div>
        <BoardAge asOf={asOf} />
        <Button onClick={isFull ? leave : enter}>{isFull ? <Trans>Leave full screen</Trans> : <Trans>Full screen</Trans>}</Button>
      </header>
      <div className="board-part">
        <Arrived tally={tally} />
        <Gates gates={gates} />
      </div>
      <div className="board-part">
        <MinutesChart minutes={lastMinutes(minutes, asOf === null ? now : Math.min(asOf, now))} />
        <Answers tally={tally} />
      </div>
    </div>
  );
}

function Arrived({ tally: { arrived = 0, going } }: { tally: Tally }) {
  const { t } = useLingui();
  return (
    <section className="board-arrived" aria-label={t`Who is here`}>
      <p>
        <strong className="tabular">{arrived}</strong>
        <span>
          <Plural value={going} one="of # expected" other="of # expected" />
        </span>
      </p>
      <ProgressBar label={t`Who is here`} value={Math.min(arrived, going)} max={going} tone="going" />
    </section>
  );
}

/** How many came by each gate. Nobody is expected at a certain one. */
function Gates({ gates }: { gates: GateCount[] }) {
  const { t } = useLingui();
  const most = Math.max(1, ...gates.map(({ people }) => people));
  if (gates.length === 0)
    return (
      <p className="board-gates muted">
        <Trans>Nobody has been let in at the door yet.</Trans>
      </p>
    );
  return (
    <ul className="board-gates" aria-label={t`By gate`}>
      {gates.map(({ gate, people }) => (
        <li key={gate}>
          <span dir="auto">{gate || t`unnamed door`}</span>
          <strong className="tabular">{people}</strong>
          <svg viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">
            <rect className="board-bar" width={(people / most) * 100} height="1" />
          </svg>
        </li>
      ))}
    </ul>
  );
}

function Answers({ tally: { going, maybe, declined, waiting, waitingParties } }: { tally: Tally }) {
  return (
    <dl className="board-answers">
      <div>
        <dt>
          <Trans>Going</Trans>
        </dt>
        <dd className="tabular board-going">{going}</dd>
      </div>
      <div>
        <dt>
          <Trans>Maybe</Trans>
        </dt>
        <dd className="tabular board-maybe">{maybe}</dd>
      </div>
      <div>
        <dt>
          <Trans>Can't come</Trans>
        </dt>
        <dd className="tabular">{declined ?? 0}</dd>
      </div>
      <div>
        <dt>
          <Trans>Waitlist</Trans>
          {waitingParties > 0 && (
            <small>
              <Plural value={waitingParties} one="# party" other="# parties" />
            </small>
          )}
        </dt>
        <dd className="tabular board-waiting">{waiting}</dd>
      </div>
    </dl>
  );
}
