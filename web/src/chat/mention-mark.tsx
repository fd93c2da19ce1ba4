import { useLingui } from "@lingui/react/macro";
import { type ReactNode, useMemo } from "react";
import { type Mention, mentionedText, mentionsWithin } from "@turnout/contract/mentions";
import { Markup } from "../events/markup-view.tsx";
import { useEventView } from "../live/use-event.ts";
import { markMentions, placesIn } from "./mention-marks.ts";
import "./mention-mark.css";

type Said = { text: string; mentions: readonly Mention[] };

/** A message's text, with the people it names marked. */
export function TextWithMentions({ text, mentions }: Said) {
  const { marked, write } = useMemo(() => {
    const within = mentionsWithin(text, mentions);
    const marks = within.map((mention) => <MentionMark key={mention.at} personId={mention.personId} name={mentionedText(text, mention)} />);
    return {
      marked: markMentions(text, within),
      write: (words: string): ReactNode => placesIn(words).map((part) => (typeof part === "number" ? marks[part] : part)),
    };
  }, [text, mentions]);
  return <Markup text={marked ?? text} kind="chat" write={write} />;
}

/** Who is named; whose account was deleted since is nobody in particular. */
function MentionMark({ personId, name }: { personId: string | null; name: string }) {
  const { t } = useLingui();
  const isMe = useEventView(
    ({ snapshot }) => personId !== null && (snapshot?.viewer.personId === personId || snapshot?.me?.guestId === personId),
  );
  if (personId === null) return <span className="mention">{t`@someone`}</span>;
  return isMe ? <mark className="mention mention-me">{name}</mark> : <span className="mention">{name}</span>;
}
