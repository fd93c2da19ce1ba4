import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import { isStopped } from "@turnout/contract/guest-rows";
import type { GuestRow } from "@turnout/contract/guest-rows/row";
import { Badge } from "../ui/badge.tsx";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { TextInput } from "../ui/input.tsx";
import type { DraftList } from "./draft-rows.ts";
import { useProblemWords } from "./use-problem-words.ts";
import "./draft-table.css";

const SHOWN_AT_ONCE = 100;

/** The people read from the text, those with problems on top, each mended in place. */
export function DraftTable({ draft, onMend }: { draft: DraftList; onMend: (row: GuestRow, line: string) => void }) {
  const [shown, setShown] = useState(SHOWN_AT_ONCE);
  const left = draft.rows.length - shown;
  return (
    <>
      <ul className="draft-rows">
        {draft.rows.slice(0, shown).map((row) => (
          <DraftRow key={`${row.line} ${row.part} ${row.source}`} row={row} all={draft.parsed.rows} onMend={onMend} />
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

function DraftRow({ row, all, onMend }: { row: GuestRow; all: GuestRow[]; onMend: (row: GuestRow, line: string) => void }) {
  const { t } = useLingui();
  const words = useProblemWords();
  const stopped = isStopped(row);
  const [line, setLine] = useState(row.source.trim());
  return (
    <li className={stopped ? "draft-row draft-row-stopped" : "draft-row"}>
      <div className="draft-row-who">
        <strong>{row.name || <span className="muted">{t`no name`}</span>}</strong>
        <span className="muted">{row.email ?? t`no e-mail`}</span>
      </div>
      {row.plusOnes !== null && row.plusOnes > 0 && <Badge icon="user-plus">{t`may bring ${row.plusOnes}`}</Badge>}
      {row.problems.length > 0 && (
        <ul className="draft-problems">
          {row.problems.map((problem) => (
            <li key={problem.code} className={stopped ? "draft-problem-stops" : "muted"}>
              <Trans>Line {row.line}:</Trans> {words(problem, (index) => all[index]?.line ?? 0)}
            </li>
          ))}
        </ul>
      )}
      {stopped && (
        <form className="draft-mend" onSubmit={(event) => (event.preventDefault(), onMend(row, line))}>
          <Field label={t`Line ${row.line}, as you meant it`} hideLabel>
            <TextInput value={line} onChange={(event) => setLine(event.currentTarget.value)} />
          </Field>
          <Button type="submit" size="sm">
            <Trans>Use this</Trans>
          </Button>
          <Button size="sm" look="plain" onClick={() => onMend(row, "")}>
            <Trans>Leave out</Trans>
          </Button>
        </form>
      )}
    </li>
  );
}
