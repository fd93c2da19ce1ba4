import { useDeferredValue, useMemo, useState } from "react";
import { newId } from "../live/new-id.ts";
import { draftList, withRow, type DraftRow } from "./draft-rows.ts";
import type { Watching } from "./read-aside.ts";
import type { FileChoices } from "./read-draft.ts";
import { readAs, readFile, readText, type DraftFile } from "./read-file.ts";
import { useReadText } from "./use-read-text.ts";

const BOX = "box";

/** A file on its way into the list. */
interface Reading {
  id: string;
  fileName: string;
  share: number;
  stop: () => void;
}

/** The list being prepared: the text in the box, and the files added to it. */
export function useDraft() {
  const [text, setText] = useState("");
  const [files, setFiles] = useState<DraftFile[]>([]);
  const [reading, setReading] = useState<Reading[]>([]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [unreadable, setUnreadable] = useState<string[]>([]);
  const read = useDeferredValue(text);
  const box = useReadText(read);
  const draft = useMemo(
    () => draftList([{ id: BOX, fileName: null, text: read, parsed: box.parsed }, ...files], chosen),
    [read, box.parsed, files, chosen],
  );

  /** Undefined once it is aborted. */
  async function watched<Found>(id: string, fileName: string, run: (watching: Watching) => Promise<Found>): Promise<Found | undefined> {
    const own = new AbortController();
    const onShare = (share: number) => setReading((all) => all.map((one) => (one.id === id ? { ...one, share } : one)));
    setReading((all) => [...all, { id, fileName, share: 0, stop: () => own.abort() }]);
    const found = await run({ signal: own.signal, onShare }).catch(() => undefined);
    setReading((all) => all.filter((one) => one.id !== id));
    return own.signal.aborted ? undefined : found;
  }

  async function addFiles(added: Iterable<File>) {
    setUnreadable([]);
    for (const file of added) {
      const id = newId();
      const one = await watched(id, file.name, (watching) => readFile(id, file, watching));
      if (one) setFiles((all) => [...all, one]);
      else if (one === null) setUnreadable((all) => [...all, file.name]);
    }
  }

  async function change(file: DraftFile, read: (watching: Watching) => Promise<DraftFile>) {
    const changed = await watched(file.id, file.fileName, read);
    if (changed) setFiles((all) => all.map((one) => (one.id === file.id ? changed : one)));
  }

  function mend(row: DraftRow, line: string) {
    if (row.sourceId === BOX) return setText(withRow(text, row, line));
    const file = files.find(({ id }) => id === row.sourceId);
    if (file) void change(file, (watching) => readText(file, withRow(file.text, row, line), watching));
  }

  return {
    text,
    files,
    reading,
    /** How much of the box's text is read, while it is. */
    boxShare: box.share,
    /** Whether the people shown are of an older text. */
    isReading: reading.length > 0 || box.share !== null || read !== text,
    unreadable,
    draft,
    setText,
    addFiles,
    mend,
    removeFile: (id: string) => setFiles(files.filter((file) => file.id !== id)),
    readFileAs(id: string, choices: FileChoices) {
      const file = files.find((one) => one.id === id);
      if (file) void change(file, (watching) => readAs(file, choices, watching));
    },
    choose: (row: DraftRow) => setChosen(new Set([...chosen, row.key])),
    startOver(left: string) {
      setText(left);
      setFiles([]);
      setChosen(new Set());
    },
  };
}

export type Draft = ReturnType<typeof useDraft>;
