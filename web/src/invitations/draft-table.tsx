import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { rowProblems } from "@turnout/contract/guest-rows/row";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { TextInput } from "../ui/input.tsx";
import { canBeChosen, type DraftList, type DraftRow } from "./draft-rows.ts";
import { useProblemWords } from "./use-problem-words.ts";
import "./draft-table.css";

const SHOWN_AT_ONCE = 100;

interface Actions {
  onMend: (row: DraftRow, line: string) => void;
  onChoose: (row: DraftRow) => void;
}

/** The people read, problems first, each corrected in place. */
export function DraftTable({ draft, ...actions }: { draft: DraftList } & Actions) {
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  const noted = draft.ready.filter(({ problems }) => problems.length > 0);
  const rows = [...draft.left, ...noted, ...draft.ready.filter(({ problems }) => problems.length === 0)];
  const left = rows.length - shown;
  return (
    <>
      <ul className="draft-rows">
        {rows.slice(0, shown).map((row) => (
          <DraftLine key={row.key} row={row} all={draft.rows} {...actions} />
        ))}
      </ul>
      {left > 0 && (
        <Button onClick={() => setShown(shown + 10 * SHOWN_AT_ONCE)}>
          <Plural value={left} one="Show one more" other="Show # more" />
        </Button>
      )}
    </>
  );
}

function DraftLine({ row, all, onMend, onChoose }: { row: DraftRow; all: DraftRow[] } & Actions) {
  const { t } = useLingui();
  const words = useProblemWords();
  return (
    <li className={row.isReady ? "draft-row" : "draft-row draft-row-stopped"}>
      <div className="draft-row-who">
        <strong>{row.name || <span className="muted">{t`no name`}</span>}</strong>
        {row.email && <span className="muted">{row.email}</span>}
        {row.plusOnes !== null && row.plusOnes > 0 && <Badge icon="user-plus">{t`+${row.plusOnes}`}</Badge>}
        {row.problems.map((problem) => (
          <Badge key={problem.code} tone={rowProblems[problem.code] === "stops" && !row.isReady ? "danger" : "neutral"}>
            {words(problem, (index) => all[index]?.line ?? 0)}
          </Badge>
        ))}
      </div>
      <span className="draft-row-line muted">{t`Line ${row.line}`}</span>
      {!row.isReady && (canBeChosen(row) ? <Choose row={row} onChoose={onChoose} /> : <Mend row={row} onMend={onMend} />)}
    </li>
  );
}

function Choose({ row, onChoose }: { row: DraftRow; onChoose: Actions["onChoose"] }) {
  return (
    <div className="draft-mend">
      <Button size="sm" onClick={() => onChoose(row)}>
        <Trans>Invite anyway</Trans>
      </Button>
    </div>
  );
}

function Mend({ row, onMend }: { row: DraftRow; onMend: Actions["onMend"] }) {
  const { t } = useLingui();
  const [line, setLine] = useState(row.source.trim());
  return (
    <form className="draft-mend" onSubmit={(event) => (event.preventDefault(), onMend(row, line))}>
      <Field label={t`Correct line ${row.line}`} hideLabel>
        <TextInput value={line} onChange={(event) => setLine(event.currentTarget.value)} />
      </Field>
      <Button type="submit" size="sm">
        <Trans>Fix</Trans>
      </Button>
      <Button size="sm" look="plain" onClick={() => onMend(row, "")}>
        <Trans>Skip</Trans>
      </Button>
    </form>
  );
}
