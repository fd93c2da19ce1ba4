import { plural } from "@lingui/core/macro";
import { Trans, useLingui } from "@lingui/react/macro";
import { type SubmitEvent, useEffect, useMemo, useRef, useState } from "react";
import { MAX_BULLETIN_SUBJECT, MAX_BULLETIN_TEXT, type BulletinPart } from "@turnout/contract/bulletins";
import type { Standing } from "@turnout/contract/guests";
import { runtimeLocal } from "@turnout/contract/runtime-clock";
import { zoneCity } from "@turnout/contract/zone-city";
import { api, ApiError, read } from "../../api/client.ts";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { DateTimeInputs } from "../../events/editor/date-time-inputs.tsx";
import { useLocalWords } from "../../events/editor/use-local-words.ts";
import { useNow } from "../../events/use-now.ts";
import { useStandingNames } from "../../guests/list/standing.tsx";
import { formattingLocale } from "../../i18n.ts";
import { newId } from "../../live/new-id.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { RadioCards } from "../../ui/choice.tsx";
import { ConfirmDialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { TextArea, TextInput } from "../../ui/input.tsx";
import { LoadFailed } from "../../ui/load-failed.tsx";
import { showToast } from "../../ui/toast.ts";
import { Checkbox } from "../../ui/toggle.tsx";
import { BulletinPreview } from "./bulletin-preview.tsx";
import { keepBulletin } from "./kept-bulletin.ts";
import { PartSelect, usePartWords } from "./part-select.tsx";
import { useAudience } from "./use-audience.ts";
import type { useBulletins } from "./use-bulletins.ts";
import { useSendBulletin } from "./use-send-bulletin.ts";
import { WithoutEmail } from "./without-email.tsx";
import { ORDER, type Prepared } from "./use-thanks.ts";

interface Props {
  bulletins: ReturnType<typeof useBulletins>;
  /** Guests who were selected in the list. */
  selected: readonly string[];
  /** What the form begins with; null: nothing is written yet. */
  prepared: Prepared | null;
  /** Whether that has just been asked for: the focus goes to it. */
  isAskedFor: boolean;
  /** Is told what was taken back, so that its words are not lost. */
  onTakenBack: (written: Prepared) => void;
}

/** Writes an email to some of the guests, looks at it, tries it, and sends it now or later. */
export function BulletinForm({ bulletins, selected, prepared, isAskedFor, onTakenBack }: Props) {
  const { t, i18n } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const names = useStandingNames();
  const begun = prepared ?? emptyFor(selected);
  const [to, setTo] = useState<Standing[]>(begun.to);
  const [part, setPart] = useState<BulletinPart | null>(begun.part);
  const partWords = usePartWords();
  const { people, withoutEmail, isError, lookAgain } = useAudience(eventId, part, bulletins);
  const leftToday = bulletins.data?.leftToday ?? null;
  const [subject, setSubject] = useState(begun.subject);
  const [text, setText] = useState(begun.text);
  const [isLater, setLater] = useState(begun.at !== null);
  const [at, setAt] = useState(begun.at);
  const [opened, setOpened] = useState<"preview" | "confirm" | null>(null);
  const { send, pending } = useSendBulletin(eventId);
  const attempt = useTry(eventId);
  const count = to.reduce((sum, standing) => sum + (people?.[standing] ?? 0), 0);
  const isWritten = subject.trim() !== "" && text.trim() !== "";
  const hasPassed = useHasPassed(isLater ? at : null);
  const isReady = isWritten && count > 0 && (!isLater || at !== null) && !hasPassed && leftToday !== 0;
  const words = { subject: subject.trim(), text: text.trim() };
  const written = useMemo(() => ({ subject, text, to, part, at: isLater ? at : null }), [subject, text, to, part, isLater, at]);
  useEffect(() => keepBulletin(eventId, written), [eventId, written]);
  const title = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (isAskedFor) title.current?.focus();
  }, [isAskedFor]);

  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    if (isReady) setOpened("confirm");
  };
  async function confirm() {
    const body = { ...words, to, ...(part && { part }), at: isLater ? at : null };
    const done = await send(
      (commandId) => read(api.POST("/api/events/{eventId}/bulletins", { params: { path: { eventId } }, body: { ...body, commandId } })),
      () => onTakenBack(written),
    );
    setOpened(null);
    if (!done) return;
    setSubject("");
    setText("");
  }
  const city = zoneCity(details.zone, formattingLocale(i18n.locale));
  const local = useLocalWords();
  const howMany = plural(count, { one: "# person", other: "# people" });
  return (
    <Card aria-labelledby="bulletin-write">
      <h2 id="bulletin-write" ref={title} tabIndex={-1}>
        {t`Write an email`}
      </h2>
      <form className="bulletin-form" onSubmit={submit}>
        <fieldset className="bulletin-to">
          <legend>{t`To`}</legend>
          {ORDER.map((standing) => (
            <Checkbox
              key={standing}
              label={`${names[standing]} (${people?.[standing] ?? "…"})`}
              checked={to.includes(standing)}
              onChange={(on) => setTo((chosen) => ORDER.filter((one) => (one === standing ? on : chosen.includes(one))))}
            />
          ))}
          <WithoutEmail guests={withoutEmail(to)} />
          <p className="muted">
            <Trans>Only guests we can email are counted. Companions, and guests without an email address, get nothing.</Trans>
          </p>
        </fieldset>
        <PartSelect part={part} selected={selected} onChoose={setPart} />
        {isError && <LoadFailed title={t`The numbers could not be loaded`} onRetry={lookAgain} />}
        <Field label={t`Subject`}>
          <TextInput
            required
            value={subject}
            maxLength={MAX_BULLETIN_SUBJECT}
            onChange={(event) => setSubject(event.currentTarget.value)}
          />
        </Field>
        <Field label={t`Message`} hint={t`Time, place and the link to the event stand below it.`}>
          <TextArea required rows={8} value={text} maxLength={MAX_BULLETIN_TEXT} onChange={(event) => setText(event.currentTarget.value)} />
        </Field>
        <RadioCards
          legend={t`When`}
          value={isLater ? "later" : "now"}
          onChange={(when) => setLater(when === "later")}
          options={[
            { value: "now", label: t`Now` },
            { value: "later", label: t`Later` },
          ]}
        />
        {isLater && (
          <DateTimeInputs
            id="bulletin-at"
            label={t`At (${city})`}
            value={at}
            onChange={setAt}
            usualTime="09:00"
            problem={hasPassed ? t`This time has passed. Choose a later one, or send it now.` : undefined}
            required
          />
        )}
        <div className="bulletin-actions">
          <Button type="submit" look="primary" icon="send" disabled={!isReady}>
            {people === null ? (isLater ? t`Schedule` : t`Send`) : isLater ? t`Schedule for ${howMany}` : t`Send to ${howMany}`}
          </Button>
          <Button icon="eye" disabled={!isWritten} aria-haspopup="dialog" onClick={() => setOpened("preview")}>
            <Trans>Preview</Trans>
          </Button>
          <Button icon="mail" disabled={!isWritten} pending={attempt.pending} onClick={() => void attempt.run(words)}>
            <Trans>Send me a test</Trans>
          </Button>
        </div>
        {leftToday === 0 && (
          <p className="muted" role="status">
            <Trans>That's enough emails for one day. Try again tomorrow.</Trans>
          </p>
        )}
      </form>
      {opened === "preview" && <BulletinPreview to={to} part={part} {...words} onClose={() => setOpened(null)} />}
      <ConfirmDialog
        open={opened === "confirm"}
        danger={false}
        title={isLater ? t`Schedule this for ${howMany}?` : t`Send this to ${howMany}?`}
        confirmLabel={isLater ? t`Schedule` : t`Send`}
        pending={pending}
        onCancel={() => setOpened(null)}
        onConfirm={() => void confirm()}
      >
        <p className="bulletin-subject" dir="auto">
          {words.subject}
        </p>
        {isLater && at !== null && <p>{t`On ${local(at)} (${city})`}</p>}
        <p>{to.map((standing) => `${names[standing]} (${people?.[standing] ?? 0})`).join(", ")}</p>
        <WithoutEmail guests={withoutEmail(to)} />
        {part && <p dir="auto">{partWords(part)}</p>}
        <p className="muted">
          {isLater ? (
            <Trans>Whoever has no email address or has unsubscribed gets nothing. You can take it back until it goes out.</Trans>
          ) : (
            <Trans>Whoever has no email address or has unsubscribed gets nothing. You can take it back for a few seconds.</Trans>
          )}
        </p>
      </ConfirmDialog>
    </Card>
  );
}

function emptyFor(selected: readonly string[]): Prepared {
  const isForSome = selected.length > 0;
  return { subject: "", text: "", to: isForSome ? ORDER : ["going"], part: isForSome ? { guestIds: [...selected] } : null, at: null };
}

/** Whether a time on the event's clock is over; while the page is open, that is looked at again and again. */
function useHasPassed(at: string | null): boolean {
  const { zone } = useEventSnapshot().details;
  const now = runtimeLocal(new Date(useNow()).toISOString(), zone);
  return at !== null && now !== null && at < now;
}

/** Sends it to the host alone. */
function useTry(eventId: string) {
  const { t } = useLingui();
  const problem = useRefusalWords();
  const [pending, setPending] = useState(false);
  async function run(words: { subject: string; text: string }) {
    setPending(true);
    try {
      const body = { ...words, commandId: newId() };
      const { email } = await read(api.POST("/api/events/{eventId}/bulletin-try", { params: { path: { eventId } }, body }));
      showToast(t`On its way to ${email}`, { tone: "success" });
    } catch (error) {
      const said = error instanceof ApiError ? problem(error.problem.code, error.problem.facts) : problem("offline");
      showToast(said, { tone: "danger" });
    } finally {
      setPending(false);
    }
  }
  return { run, pending };
}
