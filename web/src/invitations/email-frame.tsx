import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { refusalOf } from "../api/refusal-of.ts";
import { useRefusalWords } from "../api/use-refusal-words.ts";
import { newId } from "../live/new-id.ts";
import { useEventStore } from "../live/use-event.ts";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/notice.tsx";
import "./email-frame.css";

/** What the server renders the preview of. */
export interface EmailFor {
  /** The event's address that previews it. */
  path: "invitations/preview" | "bulletin-preview";
  fields: Record<string, string>;
}

/** Pause (ms) after which the preview is updated. */
const PAUSE = 500;

/**
 * The email exactly as it will be sent, rendered by the server. It is loaded by a form into a frame: a document made here
 * would inherit our pages' policy, which forbids the styles that emails need. The old one stays until the new one is there; where
 * that is refused, it is said why.
 */
export function EmailFrame({ email, onSubject }: { email: EmailFor; onSubject: (subject: string) => void }) {
  const { t } = useLingui();
  const wanted = JSON.stringify(email);
  const [asked, setAsked] = useState([wanted]);
  const [failed, setFailed] = useState<string | null>(null);
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const timer = setTimeout(() => setAsked((before) => (before.at(-1) === wanted ? before : [...before.slice(-1), wanted])), PAUSE);
    return () => clearTimeout(timer);
  }, [wanted]);
  const again = () => {
    setFailed(null);
    setAsked([wanted]);
    setTries(tries + 1);
  };
  const action = <Button size="sm" onClick={again}>{t`Try again`}</Button>;
  return (
    <div className="email-frames">
      {failed !== null && (
        <Notice tone="danger" title={t`The preview could not be loaded`} action={action} live>
          <p>{failed}</p>
        </Notice>
      )}
      {asked.map((one, index) => (
        <OneEmail
          key={`${tries} ${one}`}
          email={JSON.parse(one) as EmailFor}
          isNext={index > 0}
          onShown={(subject) => {
            setFailed(null);
            onSubject(subject);
            setAsked((now) => (now.includes(one) ? now.slice(now.indexOf(one)) : now));
          }}
          onFailed={setFailed}
        />
      ))}
    </div>
  );
}

interface OneProps {
  email: EmailFor;
  isNext: boolean;
  onShown: (subject: string) => void;
  /** Is told why. */
  onFailed: (why: string) => void;
}

function OneEmail({ email, isNext, onShown, onFailed }: OneProps) {
  const { t } = useLingui();
  const { eventId } = useEventStore();
  const words = useRefusalWords();
  const form = useRef<HTMLFormElement>(null);
  const [height, setHeight] = useState<number>();
  const [isEmpty, setEmpty] = useState(false);
  const [name] = useState(() => `email-${newId()}`);
  const address = `/api/events/${eventId}/${email.path}`;
  useEffect(() => form.current?.submit(), []);

  function loaded(frame: HTMLIFrameElement) {
    const page = frame.contentDocument;
    if (page?.URL === "about:blank") return; // the empty page before the email
    if (page?.title) {
      setHeight(page.documentElement.scrollHeight);
      onShown(page.title);
    } else {
      setEmpty(true);
      void explain();
    }
  }
  /** No page may frame a refusal, so a second question is asked for what it says. */
  async function explain() {
    const body = new URLSearchParams(email.fields);
    const { code, facts } = await refusalOf(await fetch(address, { method: "POST", body }).catch(() => null));
    onFailed(words(code, facts));
  }
  return (
    <>
      <form ref={form} hidden method="post" target={name} action={address}>
        {Object.entries(email.fields).map(([field, value]) => (
          <input key={field} type="hidden" name={field} value={value} />
        ))}
      </form>
      <iframe
        className={isNext ? "email-frame is-next" : "email-frame"}
        hidden={isEmpty}
        name={name}
        title={email.path === "invitations/preview" ? t`The invitation as it will be sent` : t`The email as it will be sent`}
        sandbox="allow-same-origin"
        style={{ height }}
        onLoad={(event) => loaded(event.currentTarget)}
      />
    </>
  );
}
