import { Trans, useLingui } from "@lingui/react/macro";
import { memo, useRef } from "react";
import type { ChatAuthor } from "@turnout/contract/chat";
import { Markup } from "../events/markup-view.tsx";
import { Avatar } from "../ui/avatar.tsx";
import { Badge } from "../ui/badge.tsx";
import { IconButton } from "../ui/button.tsx";
import { useTimeFormat } from "../ui/relative-time.tsx";
import type { Writing } from "./writing.ts";
import { DeliveryNote } from "./delivery-note.tsx";
import type { Row } from "./group-messages.ts";
import type { ChatCommands } from "./use-chat-commands.ts";
import type { ShownMessage } from "./with-pending.ts";
import "./message-row.css";

type RowProps = {
  row: Row;
  me: ChatAuthor | null;
  /** A guest whose name can be read as a host's wrote it. */
  poses: boolean;
  quotesPosing: boolean;
  tabbable: boolean;
  onReached: (messageId: string) => void;
  onWrite: (writing: Writing) => void;
  onDelete: (message: ShownMessage) => void;
  commands: ChatCommands;
};

/** One message: own ones on the right; of several in a row only the first says whose they are. */
export const MessageRow = memo(function MessageRow({
  row,
  me,
  poses,
  quotesPosing,
  tabbable,
  onReached,
  onWrite,
  onDelete,
  commands,
}: RowProps) {
  const { t } = useLingui();
  const { message, startsGroup } = row;
  const { author, deletedBy, delivery } = message;
  const isOwn = author.personId === me?.personId;
  const time = useTimeFormat({ timeStyle: "short" }).format(Date.parse(message.at));
  const exact = useTimeFormat({ dateStyle: "full", timeStyle: "short" }).format(Date.parse(message.at));
  const article = useRef<HTMLElement>(null);
  const failed = delivery?.state === "failed";

  return (
    <article
      ref={article}
      className={`message ${isOwn ? "message-own" : ""} ${startsGroup ? "message-first" : ""} ${delivery && !failed ? "message-pending" : ""}`}
      data-message={message.messageId}
      tabIndex={tabbable ? 0 : -1}
      onFocus={() => onReached(message.messageId)}
      aria-label={
        poses ? t`${author.name}, guest, ${time}` : author.role === "host" ? t`${author.name}, host, ${time}` : t`${author.name}, ${time}`
      }
    >
      {!isOwn && <span className="message-face">{startsGroup && <Avatar id={author.personId} name={author.name} size={34} />}</span>}
      <div className="message-column">
        {startsGroup && (
          <p className="message-head">
            {!isOwn && (
              <bdi>
                <b>{author.name}</b>
              </bdi>
            )}
            {author.role === "host" && !isOwn && <Badge tone="accent">{t`Host`}</Badge>}
            {poses && <Badge>{t`Guest`}</Badge>}
            <time dateTime={message.at} title={exact}>
              {time}
            </time>
          </p>
        )}
        <div className={`bubble ${deletedBy ? "bubble-deleted" : ""}`} title={exact}>
          {message.replyTo && <Quoted quote={message.replyTo} poses={quotesPosing} />}
          {deletedBy ? (
            <p>{deletedBy === "host" ? <Trans>Deleted by a host</Trans> : <Trans>Message deleted</Trans>}</p>
          ) : (
            <Markup text={message.text} kind="chat" />
          )}
          {message.editedAt && !deletedBy && (
            <span className="message-edited">
              <Trans>edited</Trans>
            </span>
          )}
        </div>
        {delivery && <DeliveryNote delivery={delivery} commands={commands} />}
      </div>
      {me && !deletedBy && !delivery && (
        <IconButton icon="dots" label={t`Reply and more`} className="message-more" tabIndex={-1} onClick={() => article.current?.focus()} />
      )}
      {me && !deletedBy && !delivery && (
        <div className="message-deeds">
          <IconButton
            icon="reply"
            label={t`Reply`}
            tabIndex={tabbable ? 0 : -1}
            onClick={() => onWrite({ kind: "new", replyTo: message })}
          />
          {isOwn && (
            <IconButton icon="pencil" label={t`Edit`} tabIndex={tabbable ? 0 : -1} onClick={() => onWrite({ kind: "edit", message })} />
          )}
          {(isOwn || me.role === "host") && (
            <IconButton icon="trash" label={t`Delete`} tabIndex={tabbable ? 0 : -1} onClick={() => onDelete(message)} />
          )}
        </div>
      )}
    </article>
  );
});

/** What is answered to. A press leads there, if it is loaded. */
function Quoted({ quote, poses }: { quote: NonNullable<ShownMessage["replyTo"]>; poses: boolean }) {
  const { t } = useLingui();
  const go = () => {
    const target = document.querySelector<HTMLElement>(`[data-message="${CSS.escape(quote.messageId)}"]`);
    target?.scrollIntoView({ block: "center", behavior: "smooth" });
    target?.focus({ preventScroll: true });
  };
  return (
    <button type="button" className="quoted" tabIndex={-1} onClick={go}>
      <b dir="auto">{quote.name}</b>
      {poses && <Badge>{t`Guest`}</Badge>}
      <span dir="auto">{quote.excerpt || <Trans>Message deleted</Trans>}</span>
    </button>
  );
}
