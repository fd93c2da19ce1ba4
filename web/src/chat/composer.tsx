import { Trans, useLingui } from "@lingui/react/macro";
import { type SyntheticEvent, type KeyboardEvent, type ReactNode, type RefObject, Suspense, useRef, useState } from "react";
import { MAX_MESSAGE } from "@turnout/contract/chat";
import { excerptOf } from "@turnout/contract/message-words";
import { TYPING_INTERVAL } from "@turnout/contract/live";
import { useEventSnapshot, useEventStore } from "../live/use-event.ts";
import { onDemand } from "../on-demand.ts";
import { IconButton } from "../ui/button.tsx";
import { Icon } from "../ui/icons.tsx";
import { useChat } from "./chat-context.ts";
import type { Said } from "./use-chat-commands.ts";
import type { Writing } from "./writing.ts";
import { keepDraft, keptDraft } from "./kept-draft.ts";

/** The counter appears when so many characters are left. */
const COUNTED_FROM = 200;
const MAX_ROWS = 6;

const Mentioning = onDemand(
  () => import("./mentioning.tsx"),
  "Mentioning",
  () => null,
);

type ComposerProps = {
  ref: RefObject<HTMLTextAreaElement | null>;
  writing: Writing;
  onDone: () => void;
  onEditLast: () => void;
};

/** The input for messages: Enter sends, Shift+Enter starts a line, Esc cancels a reply or an edit. */
export function Composer({ ref, writing, onDone, onEditLast }: ComposerProps) {
  const { t } = useLingui();
  const store = useEventStore();
  const { commands, mayWrite } = useChat();
  const { details, eventId } = useEventSnapshot();
  const [text, setText] = useState(() => keptDraft(eventId));
  const naming = useRef<(() => Said) | null>(null);
  const typingSentAt = useRef(0);
  const left = MAX_MESSAGE - text.trim().length;

  // While rendering, before anybody can type: an effect would overwrite what was typed meanwhile.
  const [begun, setBegun] = useState(writing);
  if (begun !== writing) {
    setBegun(writing);
    setText(writing.kind === "edit" ? writing.message.text : keptDraft(eventId));
  }

  if (details.chat === "closed")
    return (
      <Closed>
        <Trans>Chat is off. Guests can't see it.</Trans>
      </Closed>
    );
  if (!mayWrite)
    return (
      <Closed>
        <Trans>Only hosts can post right now.</Trans>
      </Closed>
    );

  const change = (next: string) => {
    setText(next);
    if (writing.kind === "new") keepDraft(eventId, next);
    if (next.trim() === "" || Date.now() - typingSentAt.current < TYPING_INTERVAL) return;
    typingSentAt.current = Date.now();
    store.typing("on");
  };
  const send = (event?: SyntheticEvent) => {
    event?.preventDefault();
    const words = text.trim();
    if (words === "" || left < 0) return;
    const said = naming.current?.() ?? { text: words };
    if (writing.kind === "edit") {
      const { message } = writing;
      if (words !== message.text || said.mentions?.length !== message.mentions?.length) void commands.edit(message.messageId, said);
    } else {
      void commands.post(said, writing.replyTo?.messageId ?? null);
      store.typing("done");
      keepDraft(eventId, "");
      setText("");
    }
    typingSentAt.current = 0;
    onDone();
    ref.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return;
    if (event.key === "Enter" && !event.shiftKey) send(event);
    if (event.key === "Escape") onDone();
    if (event.key === "ArrowUp" && text === "") {
      event.preventDefault();
      onEditLast();
    }
  };

  return (
    <form className="composer" onSubmit={send}>
      <WritingBar writing={writing} onCancel={onDone} />
      {text.includes("@") && (
        <Suspense>
          <Mentioning text={text} writing={writing} box={ref} said={naming} onChange={change} />
        </Suspense>
      )}
      <div className="composer-row">
        <textarea
          ref={ref}
          className="input composer-input"
          aria-label={t`Message`}
          aria-describedby={left < COUNTED_FROM ? "composer-left" : undefined}
          aria-invalid={left < 0 || undefined}
          dir="auto"
          placeholder={t`Write a message`}
          rows={Math.min(MAX_ROWS, text.split("\n").length)}
          enterKeyHint="send"
          value={text}
          onChange={(event) => change(event.target.value)}
          onKeyDown={onKeyDown}
        />
        <IconButton
          type="submit"
          icon={writing.kind === "edit" ? "check" : "send"}
          label={writing.kind === "edit" ? t`Save` : t`Send`}
          className="composer-send"
          aria-disabled={text.trim() === "" || left < 0}
        />
      </div>
      {left < COUNTED_FROM && (
        <p id="composer-left" className={`composer-left tabular ${left < 0 ? "composer-over" : ""}`}>
          {left < 0 ? <Trans>{-left} characters too many</Trans> : <Trans>{left} characters left</Trans>}
        </p>
      )}
    </form>
  );
}

function WritingBar({ writing, onCancel }: { writing: Writing; onCancel: () => void }) {
  const { t } = useLingui();
  const about = writing.kind === "edit" ? writing.message : writing.replyTo;
  if (!about) return null;
  const { author, text } = about;
  return (
    <div className="writing-bar">
      <Icon name={writing.kind === "edit" ? "pencil" : "reply"} size={18} />
      <p>
        <b>
          {writing.kind === "edit" ? (
            <Trans>Editing your message</Trans>
          ) : (
            <Trans>
              Replying to <bdi>{author.name}</bdi>
            </Trans>
          )}
        </b>
        <span dir="auto">{excerptOf(text)}</span>
      </p>
      <IconButton icon="x" label={t`Cancel`} onClick={onCancel} />
    </div>
  );
}

function Closed({ children }: { children: ReactNode }) {
  return (
    <p className="composer-closed">
      <Icon name="lock" size={18} /> <span>{children}</span>
    </p>
  );
}
