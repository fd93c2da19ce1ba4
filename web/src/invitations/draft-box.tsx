import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Suspense, useId, useState, type DragEvent } from "react";
import { TEXT_ENCODINGS, type TextEncoding } from "@turnout/contract/decode-text";
import { later } from "../on-demand.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { Select, TextArea } from "../ui/input.tsx";
import { Notice } from "../ui/notice.tsx";
import { ProgressBar } from "../ui/progress-bar.tsx";
import { FILE_KINDS, type DraftFile } from "./read-file.ts";
import type { Draft } from "./use-draft.ts";

const AgainDialog = later(() => import("./again/again-dialog.tsx"), "AgainDialog");

/** The sources of an invitation list: a box to paste into, files, chosen or dropped, and guests of earlier events. */
export function DraftBox({ list }: { list: Draft }) {
  const { t } = useLingui();
  const input = useId();
  const [over, setOver] = useState(false);
  const [isAgain, setAgain] = useState(false);

  function drop(event: DragEvent) {
    setOver(false);
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    void list.addFiles([...event.dataTransfer.files]);
  }

  return (
    <div
      className={over ? "invite-box invite-box-over" : "invite-box"}
      onDragOver={(event) => event.dataTransfer.types.includes("Files") && (event.preventDefault(), setOver(true))}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <Field label={t`Who is invited?`} hint={t`Names, email addresses, spreadsheet columns, exported contacts: just paste them.`}>
        <TextArea
          autoFocus
          rows={7}
          value={list.text}
          spellCheck={false}
          placeholder={"Grace Hopper <grace@example.org>\nalan@example.org, Katherine Johnson"}
          onChange={(event) => list.setText(event.currentTarget.value)}
        />
      </Field>
      <p className="invite-sources">
        <label htmlFor={input} className="button button-quiet button-md">
          <Trans>Add a file</Trans>
          <input
            id={input}
            type="file"
            multiple
            accept={FILE_KINDS}
            onChange={(event) => {
              void list.addFiles([...(event.currentTarget.files ?? [])]);
              event.currentTarget.value = "";
            }}
          />
        </label>
        <Button aria-haspopup="dialog" onClick={() => setAgain(true)}>
          <Trans>Invite again…</Trans>
        </Button>
        <span className="muted">
          <Trans>CSV, Excel (.xlsx) or contacts (.vcf). You can also drop it here.</Trans>
        </span>
      </p>
      <Suspense fallback={null}>
        {isAgain && <AgainDialog onAdd={(file) => void list.addFiles([file])} onClose={() => setAgain(false)} />}
      </Suspense>
      {list.unreadable.map((name) => (
        <Notice key={name} tone="danger" title={t`“${name}” can't be read`} live>
          <Trans>Save it as CSV or .xlsx and add it again.</Trans>
        </Notice>
      ))}
      {list.boxShare !== null && <ProgressBar label={t`Reading the list`} value={list.boxShare} max={1} />}
      {list.reading.map(({ id, fileName, share, stop }) => (
        <div key={id} className="invite-file invite-reading">
          <span>
            <strong>{fileName}</strong>{" "}
            <span className="muted" role="status">
              <Trans>Reading…</Trans>
            </span>
          </span>
          <Button size="sm" look="plain" onClick={stop}>
            <Trans>Cancel</Trans>
          </Button>
          <ProgressBar label={t`Reading ${fileName}`} value={share} max={1} />
        </div>
      ))}
      {list.files.map((file, index) => (
        <FileLine key={file.id} file={file} people={list.draft.lists[index + 1]?.rows.length ?? 0} list={list} />
      ))}
    </div>
  );
}

function FileLine({ file, people, list }: { file: DraftFile; people: number; list: Draft }) {
  const { t } = useLingui();
  const names = useEncodingNames();
  return (
    <div className="invite-file">
      <span>
        <strong>{file.fileName}</strong>{" "}
        <span className="muted">
          <Plural value={people} one="# person" other="# people" />
        </span>
      </span>
      <Button size="sm" look="plain" onClick={() => list.removeFile(file.id)}>
        <Trans>Remove</Trans>
      </Button>
      {file.hidden > 0 && <HiddenRows file={file} list={list} />}
      {file.isGuess && file.encoding && (
        <Field label={t`This file isn't UTF-8. Do the names below look right? If not, try another alphabet:`}>
          <Select
            value={file.encoding}
            onChange={(event) => list.readFileAs(file.id, { encoding: event.currentTarget.value as TextEncoding })}
          >
            {TEXT_ENCODINGS.map((encoding) => (
              <option key={encoding} value={encoding}>
                {names[encoding]}
              </option>
            ))}
          </Select>
        </Field>
      )}
    </div>
  );
}

/** Rows that a filter hides are left out, and the host sees that. */
function HiddenRows({ file, list }: { file: DraftFile; list: Draft }) {
  return (
    <p className="invite-hidden" role="status">
      {file.withHidden ? (
        <Plural value={file.hidden} one="# hidden row is included." other="# hidden rows are included." />
      ) : (
        <Plural value={file.hidden} one="# hidden row is left out." other="# hidden rows are left out." />
      )}{" "}
      <Button size="sm" look="plain" onClick={() => list.readFileAs(file.id, { withHidden: !file.withHidden })}>
        {file.withHidden ? <Trans>Leave out</Trans> : <Trans>Include</Trans>}
      </Button>
    </p>
  );
}

function useEncodingNames(): Record<TextEncoding, string> {
  const { t } = useLingui();
  return {
    "utf-8": "UTF-8",
    "windows-1252": t`Western European (Windows-1252)`,
    "windows-1250": t`Central European (Windows-1250)`,
    "windows-1251": t`Cyrillic (Windows-1251)`,
    "windows-1253": t`Greek (Windows-1253)`,
    "windows-1254": t`Turkish (Windows-1254)`,
    "windows-1257": t`Baltic (Windows-1257)`,
    macintosh: t`Western European (Mac)`,
    ibm866: t`Cyrillic (DOS)`,
    "koi8-r": t`Cyrillic (KOI8-R)`,
    shift_jis: t`Japanese (Shift JIS)`,
    "iso-2022-jp": t`Japanese (ISO-2022-JP)`,
    gb18030: t`Chinese (GB 18030)`,
    big5: t`Chinese (Big5)`,
    "euc-kr": t`Korean (EUC-KR)`,
    "utf-16le": "UTF-16 LE",
    "utf-16be": "UTF-16 BE",
    "utf-32le": "UTF-32 LE",
    "utf-32be": "UTF-32 BE",
  };
}
