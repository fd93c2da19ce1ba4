import { Trans, useLingui } from "@lingui/react/macro";
import { type ReactNode, type RefObject, useEffect, useState } from "react";
import { folded } from "@turnout/contract/folded";
import { MAX_MENTIONS } from "@turnout/contract/mentions";
import { isListed } from "@turnout/contract/audience";
import { api, read } from "../api/client.ts";
import { useEventSnapshot } from "../live/use-event.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Badge } from "../ui/badge.tsx";
import { useChat } from "./chat-context.ts";
import "./mention-list.css";

/** People who are offered at once; whoever is not among them is found by a longer name. */
const OFFERED = 8;
/** How long typing has to rest before the guest list is asked (ms). */
const REST = 150;

export interface Person {
  personId: string;
  name: string;
  isHost: boolean;
}

export const LIST_ID = "mention-list";
export const optionId = (personId: string) => `mention-${personId}`;

type ListProps = {
  query: string;
  isFull: boolean;
  /** The message, which keeps the focus, and whose keys lead the list. */
  box: RefObject<HTMLTextAreaElement | null>;
  onChoose: (person: Person) => void;
  onClose: () => void;
  /** The option that the keys are at; null: there is none, so nothing is open. */
  onActive: (personId: string | null) => void;
};

/** Hosts and guests whose name goes on like that, above the message that is being written. */
export function MentionList({ query, isFull, box, onChoose, onClose, onActive }: ListProps) {
  const { t } = useLingui();
  const { people, state } = usePeople(query);
  const offered = isFull ? [] : people;
  const [place, setPlace] = useState(0);
  const at = Math.min(place, Math.max(0, offered.length - 1));
  const activeId = offered[at]?.personId ?? null;

  useEffect(() => onActive(activeId), [activeId, onActive]);
  useEffect(() => () => onActive(null), [onActive]);
  useEffect(() => {
    if (activeId) document.querySelector(`#${CSS.escape(optionId(activeId))}`)?.scrollIntoView({ block: "nearest" });
  }, [activeId]);

  /** Whether a key is for the list. */
  function lead(event: KeyboardEvent): boolean {
    if (event.isComposing) return false;
    if (event.key === "Escape") {
      onClose();
      return true;
    }
    const chosen = offered[at];
    if (!chosen || event.shiftKey) return false;
    if (event.key === "ArrowDown") setPlace((at + 1) % offered.length);
    else if (event.key === "ArrowUp") setPlace((at - 1 + offered.length) % offered.length);
    else if (event.key === "Enter" || event.key === "Tab") onChoose(chosen);
    else return false;
    return true;
  }
  useEffect(() => {
    const field = box.current;
    // Before the message's own keys: Enter chooses here, and does not send.
    const listen = (event: KeyboardEvent) => {
      if (!lead(event)) return;
      event.preventDefault();
      event.stopPropagation();
    };
    field?.addEventListener("keydown", listen);
    return () => field?.removeEventListener("keydown", listen);
  });

  if (isFull)
    return (
      <Note>
        <Trans>A message can mention {MAX_MENTIONS} people.</Trans>
      </Note>
    );
  if (offered.length === 0) {
    if (state === "loading")
      return (
        <Note>
          <Trans>Looking…</Trans>
        </Note>
      );
    if (state === "failed")
      return (
        <Note>
          <Trans>The guest list can't be loaded right now.</Trans>
        </Note>
      );
    return query.includes(" ") ? null : (
      <Note>
        <Trans>No one by that name</Trans>
      </Note>
    );
  }
  return (
    <div id={LIST_ID} className="mention-list" role="listbox" aria-label={t`People to mention`}>
      {offered.map((person, index) => (
        <button
          key={person.personId}
          id={optionId(person.personId)}
          type="button"
          role="option"
          tabIndex={-1}
          aria-selected={index === at}
          className={`mention-option ${index === at ? "is-active" : ""}`}
          // So that the message keeps the focus, and a phone its keyboard.
          onPointerDown={(event) => event.preventDefault()}
          onMouseDown={(event) => event.preventDefault()}
          onPointerMove={() => setPlace(index)}
          onClick={() => onChoose(person)}
        >
          <Avatar id={person.personId} name={person.name} size={28} />
          <bdi>{person.name}</bdi>
          {person.isHost && <Badge tone="accent">{t`Host`}</Badge>}
        </button>
      ))}
    </div>
  );
}

function Note({ children }: { children: ReactNode }) {
  return (
    <p className="mention-list mention-note" role="status">
      {children}
    </p>
  );
}

type Found = { query: string; guests: Person[]; failed: boolean };

/** Hosts at once, and guests as the server finds them, those who come before the others. */
function usePeople(query: string): { people: Person[]; state: "loading" | "failed" | "done" } {
  const { eventId, hosts, me: guest } = useEventSnapshot();
  const { me } = useChat();
  const [found, setFound] = useState<Found | null>(null);

  useEffect(() => {
    let isOver = false;
    const ask = async () => {
      try {
        const search = query.trim();
        const page = await read(api.GET("/api/events/{eventId}/guests", { params: { path: { eventId }, query: { search } } }));
        // Hosts' searches look through addresses as well, which nobody types here: those of "example.org" all have an m.
        const byName = page.guests.filter(
          ({ name, email }) => isNamed(name, search) || !email?.toLowerCase().includes(search.toLowerCase()),
        );
        const rank = ({ name, standing }: (typeof byName)[number]) => Number(begins(name, search)) * 2 + Number(isListed(standing));
        const sorted = byName.toSorted((one, other) => rank(other) - rank(one));
        const guests = sorted.map(({ guestId, name }): Person => ({ personId: guestId, name, isHost: false }));
        if (!isOver) setFound({ query, guests, failed: false });
      } catch {
        if (!isOver) setFound((before) => ({ query, guests: before?.guests ?? [], failed: true }));
      }
    };
    const timer = setTimeout(() => void ask(), REST);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [eventId, query]);

  const asked = query.trim();
  const isOther = ({ personId }: Person) => personId !== me?.personId && personId !== guest?.guestId;
  const hosting = hosts
    .map(({ userId, name }): Person => ({ personId: userId, name, isHost: true }))
    .filter(({ name }) => isNamed(name, asked));
  const isCurrent = found?.query === query;
  // Those found for a shorter name are shown until the others are there, as far as they fit.
  const guests = (found?.guests ?? []).filter(({ name }) => isCurrent || isNamed(name, asked));
  const people = [...hosting, ...guests].filter(isOther).slice(0, OFFERED);
  return { people, state: !isCurrent ? "loading" : found.failed ? "failed" : "done" };
}

const isNamed = (name: string, asked: string): boolean =>
  folded(asked)
    .split(" ")
    .every((word) => folded(name).includes(word));

/** Whether one of the names goes on like that. */
const begins = (name: string, asked: string): boolean => ` ${folded(name)}`.includes(` ${folded(asked)}`);
