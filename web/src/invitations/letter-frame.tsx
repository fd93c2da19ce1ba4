import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { useEventStore } from "../live/use-event.ts";
import "./letter-frame.css";

/** What a letter is made from, beside the event. */
export interface LetterFor {
  name: string;
  locale: "en" | "de" | null;
  message: string;
}

/** How long typing has to rest before the letter is written anew (ms). */
const PAUSE = 500;

/**
 * The very mail that will be sent, written by the server. A form is sent into a frame: our own pages' rules, which a
 * document made here would inherit, forbid the styles that mails need. The old letter stays until the new one is there.
 */
export function LetterFrame({ letter, onSubject }: { letter: LetterFor; onSubject: (subject: string) => void }) {
  const wanted = JSON.stringify(letter);
  const [asked, setAsked] = useState([wanted]);
  useEffect(() => {
    const timer = setTimeout(() => setAsked((before) => (before.at(-1) === wanted ? before : [...before.slice(-1), wanted])), PAUSE);
    return () => clearTimeout(timer);
  }, [wanted]);
  return (
    <div className="letter-frames">
      {asked.map((one, index) => (
        <OneLetter
          key={one}
          letter={JSON.parse(one) as LetterFor}
          isNext={index > 0}
          onShown={(subject) => {
            onSubject(subject);
            setAsked((now) => (now.includes(one) ? now.slice(now.indexOf(one)) : now));
          }}
        />
      ))}
    </div>
  );
}

function OneLetter({ letter, isNext, onShown }: { letter: LetterFor; isNext: boolean; onShown: (subject: string) => void }) {
  const { t } = useLingui();
  const { eventId } = useEventStore();
  const form = useRef<HTMLFormElement>(null);
  const [height, setHeight] = useState<number>();
  const [name] = useState(() => `letter-${crypto.randomUUID()}`);
  useEffect(() => form.current?.submit(), []);

  function shown(frame: HTMLIFrameElement) {
    const page = frame.contentDocument;
    if (!page?.title) return; // the empty page before the letter
    setHeight(page.documentElement.scrollHeight);
    onShown(page.title);
  }
  return (
    <>
      <form ref={form} hidden method="post" target={name} action={`/api/events/${eventId}/invitations/preview`}>
        <input type="hidden" name="name" value={letter.name} />
        <input type="hidden" name="locale" value={letter.locale ?? ""} />
        <input type="hidden" name="message" value={letter.message} />
      </form>
      <iframe
        className={isNext ? "letter-frame is-next" : "letter-frame"}
        name={name}
        title={t`The invitation as it will be sent`}
        sandbox="allow-same-origin"
        style={{ height }}
        onLoad={(event) => shown(event.currentTarget)}
      />
    </>
  );
}
