import { type RefObject, useCallback, useEffect, useImperativeHandle, useState } from "react";
import { flushSync } from "react-dom";
import { cleanMentions } from "@turnout/contract/mentions";
import { useEventStore } from "../live/use-event.ts";
import { forgetKeptMentions, keepMentions, keptMentions } from "./kept-mentions.ts";
import { askingAt, type Asking, type Draft, isFull, withMention, withText } from "./mention-draft.ts";
import { LIST_ID, MentionList, optionId, type Person } from "./mention-list.tsx";
import type { Said } from "./use-chat-commands.ts";
import type { Writing } from "./writing.ts";

type Props = {
  text: string;
  writing: Writing;
  box: RefObject<HTMLTextAreaElement | null>;
  /** What is sent: the text as it is kept, and whom it names. */
  said: RefObject<(() => Said) | null>;
  onChange: (text: string) => void;
};

/** Loaded with the first `@` of a message: follows whom its text names, and offers people where somebody is about to be named. */
export function Mentioning({ text, writing, box, said, onChange }: Props) {
  const { eventId } = useEventStore();
  const [begun, setBegun] = useState(writing);
  const [known, setDraft] = useState(() => withText(begunWith(writing, eventId), text));
  let draft = known;
  if (begun !== writing) {
    setBegun(writing);
    draft = begunWith(writing, eventId);
  }
  draft = draft.text === text ? draft : withText(draft, text);
  if (draft !== known) setDraft(draft);
  const { asking, close, moveTo } = useAsking(box, draft);
  const [active, setActive] = useState<string | null>(null);
  const isNew = writing.kind === "new";

  useEffect(() => {
    if (isNew) keepMentions(eventId, draft);
  }, [isNew, eventId, draft]);
  useImperativeHandle(said, () => () => {
    if (isNew) forgetKeptMentions(eventId);
    close(null);
    const { text: words, mentions } = cleanMentions(draft.text, draft.mentions);
    return { text: words, ...(mentions.length > 0 && { mentions }) };
  });
  useCombobox(box, asking ? active : null);

  function choose(person: Person) {
    const { draft: next, caret } = withMention(draft, asking!, person);
    flushSync(() => {
      setDraft(next);
      onChange(next.text);
    });
    close(null);
    box.current?.focus();
    box.current?.setSelectionRange(caret, caret);
    moveTo({ caret, text: next.text });
  }
  if (!asking) return null;
  const { query } = asking;
  return (
    <MentionList query={query} isFull={isFull(draft)} box={box} onChoose={choose} onClose={() => close(asking)} onActive={setActive} />
  );
}

/** What can be edited of a message: who was erased is only text. */
function begunWith(writing: Writing, eventId: string): Draft {
  if (writing.kind === "new") return keptMentions(eventId);
  const { text, mentions = [] } = writing.message;
  return { text, mentions: mentions.flatMap(({ personId, at, length }) => (personId === null ? [] : { personId, at, length })) };
}

/** Where a caret is, and in which text: the field has what was typed before the draft has it. */
interface Place {
  caret: number;
  text: string;
}

const placeIn = ({ selectionStart, value }: HTMLTextAreaElement): Place => ({ caret: selectionStart, text: value });

/** Whom the author is about to name. Closed at an `@`, the list stays closed there. */
function useAsking(box: RefObject<HTMLTextAreaElement | null>, draft: Draft) {
  const [at, setAt] = useState<Place | null>(() => box.current && placeIn(box.current));
  const [closedAt, setClosedAt] = useState<number | null>(null);
  useEffect(() => {
    const field = box.current!;
    const look = () => setAt(document.activeElement === field ? placeIn(field) : null);
    const leave = () => setAt(null);
    look();
    document.addEventListener("selectionchange", look);
    field.addEventListener("input", look);
    field.addEventListener("blur", leave);
    return () => {
      document.removeEventListener("selectionchange", look);
      field.removeEventListener("input", look);
      field.removeEventListener("blur", leave);
    };
  }, [box]);
  const found = at && askingAt(withText(draft, at.text), at.caret);
  if (closedAt !== null && found?.at !== closedAt) setClosedAt(null);
  const close = useCallback((asking: Asking | null) => {
    if (asking) setClosedAt(asking.at);
  }, []);
  return { asking: found && found.at !== closedAt ? found : null, close, moveTo: setAt };
}

/** A text field that leads a list is a combobox while the list is open. */
function useCombobox(box: RefObject<HTMLTextAreaElement | null>, active: string | null) {
  useEffect(() => {
    const element = box.current;
    if (!element || active === null) return;
    const wiring = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-haspopup": "listbox",
      "aria-expanded": "true",
      "aria-controls": LIST_ID,
      "aria-activedescendant": optionId(active),
    };
    for (const [name, value] of Object.entries(wiring)) element.setAttribute(name, value);
    return () => {
      for (const name of Object.keys(wiring)) element.removeAttribute(name);
    };
  }, [box, active]);
}
