import { useLingui } from "@lingui/react/macro";
import { useEffect, useRef, useState } from "react";
import { newId } from "../live/new-id.ts";
import { useEventStore } from "../live/use-event.ts";
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
 * would inherit our pages' policy, which forbids the styles that emails need. The old one stays until the new one is there.
 */
export function EmailFrame({ email, onSubject }: { email: EmailFor; onSubject: (subject: string) => void }) {
  const wanted = JSON.stringify(email);
  const [asked, setAsked] = useState([wanted]);
  useEffect(() => {
    const timer = setTimeout(() => setAsked((before) => (before.at(-1) === wanted ? before : [...before.slice(-1), wanted])), PAUSE);
    return () => clearTimeout(timer);
  }, [wanted]);
  return (
    <div className="email-frames">
      {asked.map((one, index) => (
        <OneEmail
          key={one}
          email={JSON.parse(one) as EmailFor}
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

function OneEmail({ email, isNext, onShown }: { email: EmailFor; isNext: boolean; onShown: (subject: string) => void }) {
  const { t } = useLingui();
  const { eventId } = useEventStore();
  const form = useRef<HTMLFormElement>(null);
  const [height, setHeight] = useState<number>();
  const [name] = useState(() => `email-${newId()}`);
  useEffect(() => form.current?.submit(), []);

  function shown(frame: HTMLIFrameElement) {
    const page = frame.contentDocument;
    if (!page?.title) return; // the empty page before the email
    setHeight(page.documentElement.scrollHeight);
    onShown(page.title);
  }
  return (
    <>
      <form ref={form} hidden method="post" target={name} action={`/api/events/${eventId}/${email.path}`}>
        {Object.entries(email.fields).map(([field, value]) => (
          <input key={field} type="hidden" name={field} value={value} />
        ))}
      </form>
      <iframe
        className={isNext ? "email-frame is-next" : "email-frame"}
        name={name}
        title={email.path === "invitations/preview" ? t`The invitation as it will be sent` : t`The email as it will be sent`}
        sandbox="allow-same-origin"
        style={{ height }}
        onLoad={(event) => shown(event.currentTarget)}
      />
    </>
  );
}
