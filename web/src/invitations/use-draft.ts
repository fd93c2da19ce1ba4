import { useDeferredValue, useMemo, useState } from "react";
import type { TextEncoding } from "@turnout/contract/decode-text";
import { draftList, withRow, type DraftRow } from "./draft-rows.ts";
import { readAs, readFile, type DraftFile } from "./read-file.ts";

const BOX = "box";

/** What is being put together: the text in the box, and the files added to it. */
export function useDraft() {
  const [text, setText] = useState("");
  const [files, setFiles] = useState<DraftFile[]>([]);
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [unreadable, setUnreadable] = useState<string[]>([]);
  const read = useDeferredValue(text);
  const draft = useMemo(() => draftList([{ id: BOX, fileName: null, text: read }, ...files], chosen), [read, files, chosen]);

  async function addFiles(added: Iterable<File>) {
    setUnreadable([]);
    for (const file of added) {
      const one = await readFile(file);
      if (one) setFiles((all) => [...all, one]);
      else setUnreadable((all) => [...all, file.name]);
    }
  }

  function mend(row: DraftRow, line: string) {
    if (row.sourceId === BOX) setText(withRow(text, row, line));
    else setFiles(files.map((file) => (file.id === row.sourceId ? { ...file, text: withRow(file.text, row, line) } : file)));
  }

  return {
    text,
    files,
    unreadable,
    draft,
    setText,
    addFiles,
    mend,
    removeFile: (id: string) => setFiles(files.filter((file) => file.id !== id)),
    readFileAs: (id: string, encoding: TextEncoding) => setFiles(files.map((file) => (file.id === id ? readAs(file, encoding) : file))),
    choose: (row: DraftRow) => setChosen(new Set([...chosen, row.key])),
    startOver(left: string) {
      setText(left);
      setFiles([]);
      setChosen(new Set());
    },
  };
}

export type Draft = ReturnType<typeof useDraft>;
