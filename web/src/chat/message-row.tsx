import { Trans, useLingui } from "@lingui/react/macro";
import { memo, Suspense } from "react";
import type { ChatAuthor } from "@turnout/contract/chat-entries";
import { Markup } from "../events/markup-view.tsx";
import { onDemand } from "../on-demand.ts";
import { Avatar } from "../ui/avatar.tsx";
import { Badge } from "../ui/badge.tsx";
import { useTimeFormat } from "../ui/relative-time.tsx";
import { useChat } from "./chat-context.ts";
import { MessageActions } from "./message-actions.tsx";
import { DeliveryNote } from "./delivery-note.tsx";
import { goToMessage } from "./go-to-message.ts";
import type { Row } from "./group-messages.ts";
import { MessageNotes } from "./message-features.tsx";
import type { ShownMessage } from "./with-pending.ts";
import "./message-row.css";

const Plain = ({ text }: { text: string }) => <Markup text={text} kind="chat" />;
const TextWithMentions = onDemand(() => import("./mention-mark.tsx"), "TextWithMentions", Plain);

type RowProps = {
  row: Row;
  /** Its author is a guest whose name can be mistaken for a host's. */
  poses: boolean;
  quotesPosing: boolean;
  tabbable: boolean;
  onReached: (messageId: string) => void;
};

/** One message: own ones on the right; of several in a row only the first shows the author. */
export const MessageRow = memo(function MessageRow({ row, poses, quotesPosing, tabbable, onReached }: RowProps) {
  const { t } = useLingui();
  const { message, startsGroup } = row;
  const { author, delivery } = message;
  const isOwn = author.personId === useChat().me?.personId;
  const time = useTimeFormat({ timeStyle: "short" }).format(Date.parse(message.at));
  const exact = useTimeFormat({ dateStyle: "full", timeStyle: "short" }).format(Date.parse(message.at));
  const failed = delivery?.state === "failed";

  return (
    <article
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
            {!isOwn && <Author {...author} />}
            {poses && <Badge>{t`Guest`}</Badge>}
            <time dateTime={message.at} title={exact}>
              {time}
            </time>
          </p>
        )}
        <div className={`bubble ${message.deletedBy ? "bubble-deleted" : ""}`} title={exact}>
          {message.replyTo && <Quoted quote={message.replyTo} poses={quotesPosing} />}
          <MessageText message={message} />
        </div>
        {delivery && <DeliveryNote delivery={delivery} />}
      </div>
      <MessageActions message={message} tabbable={tabbable} />
    </article>
  );
});

function Author({ name, role }: ChatAuthor) {
  const { t } = useLingui();
  return (
    <>
      <bdi>
        <b>{name}</b>
      </bdi>
      {role === "host" && <Badge tone="accent">{t`Host`}</Badge>}
    </>
  );
}

function MessageText({ message }: { message: ShownMessage }) {
  const { text, deletedBy, mentions } = message;
  const plain = <Plain text={text} />;
  if (deletedBy) return <p>{deletedBy === "host" ? <Trans>Deleted by a host</Trans> : <Trans>Message deleted</Trans>}</p>;
  return (
    <>
      {mentions ? (
        <Suspense fallback={plain}>
          <TextWithMentions text={text} mentions={mentions} />
        </Suspense>
      ) : (
        plain
      )}
      <MessageNotes message={message} />
    </>
  );
}

/** The quoted message. A click scrolls there, if it is loaded. */
function Quoted({ quote, poses }: { quote: NonNullable<ShownMessage["replyTo"]>; poses: boolean }) {
  const { t } = useLingui();
  return (
    <button type="button" className="quoted" tabIndex={-1} onClick={() => goToMessage(quote.messageId)}>
      <b dir="auto">{quote.name}</b>
      {poses && <Badge>{t`Guest`}</Badge>}
      <span dir="auto">{quote.excerpt || <Trans>Message deleted</Trans>}</span>
    </button>
  );
}
