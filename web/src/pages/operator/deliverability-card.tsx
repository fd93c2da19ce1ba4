import { Trans, useLingui } from "@lingui/react/macro";
import type { Deliverability, Finding, FindingCode, Verdict } from "@turnout/contract/deliverability";
import { type FormEvent, useState } from "react";
import { FormRefusal } from "../../accounts/form-refusal.tsx";
import { useSubmission } from "../../accounts/use-submission.ts";
import { serverNow } from "../../clock.ts";
import { api, read } from "../../api/client.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Card } from "../../ui/card.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { Notice } from "../../ui/notice.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { showToast } from "../../ui/toast.ts";
import { useFindingWords, useVerdictWords } from "./finding-words.ts";

type Checked = Deliverability & { at: string };

const listIn = (text: string) => text.split(/[\s,;]+/).filter(Boolean);

/** Whether others take our email, by what they ask DNS for. Asked on demand: a silent DNS server takes its time. */
export function DeliverabilityCard({ takesReplies }: { takesReplies: boolean }) {
  const { t } = useLingui();
  const [servers, setServers] = useState("");
  const [selectors, setSelectors] = useState("");
  const [checked, setChecked] = useState<Checked | null>(null);
  const check = useSubmission(
    () => read(api.POST("/api/operator/deliverability-checks", { body: { servers: listIn(servers), selectors: listIn(selectors) } })),
    (found) => setChecked({ ...found, at: new Date(serverNow()).toISOString() }),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void check.submit(undefined);
  };
  return (
    <Card aria-labelledby="operator-deliverability">
      <h2 id="operator-deliverability">
        <Trans>Whether others take your email</Trans>
      </h2>
      <p className="muted">
        <Trans>What mail servers of others ask DNS for, before they take an email from this instance.</Trans>
      </p>
      {!takesReplies && <NoReplies />}
      <form className="operator-form" onSubmit={submit}>
        <Field
          label={t`Where your email leaves`}
          hint={t`Addresses or names of servers. Empty: that of SMTP_URL, if it is not your own machine.`}
        >
          <TextInput
            value={servers}
            inputMode="url"
            autoCapitalize="none"
            spellCheck={false}
            onChange={(event) => setServers(event.target.value)}
          />
        </Field>
        <Field label={t`Selectors of your mail server (DKIM)`} hint={t`Only where it signs for you.`}>
          <TextInput value={selectors} autoCapitalize="none" spellCheck={false} onChange={(event) => setSelectors(event.target.value)} />
        </Field>
        <div className="operator-who">
          <Button type="submit" icon="search" pending={check.pending}>
            {checked ? <Trans>Check again</Trans> : <Trans>Check now</Trans>}
          </Button>
          {check.pending && (
            <span className="muted" role="status">
              <Trans>Asking DNS. Where it is silent, this takes up to 20 seconds.</Trans>
            </span>
          )}
        </div>
        <FormRefusal refusal={check.refusal}>
          {check.refusal?.code === "invalid_input" && (
            <Trans>Servers are addresses or names such as mail.example.org, selectors have no spaces; of each there can be five.</Trans>
          )}
        </FormRefusal>
      </form>
      {checked && !check.pending && <Result checked={checked} />}
    </Card>
  );
}

/** What is lost without a way in for mail, and what gives one. */
function NoReplies() {
  const { t } = useLingui();
  return (
    <Notice tone="warning" title={t`No replies reach this instance`}>
      <p>
        <Trans>
          So guests cannot answer in their calendar: its entry comes as a file, without Yes, Maybe and No. What they write back goes to a
          host’s own address, or nowhere, and of emails that come back later nobody hears.
        </Trans>
      </p>
      <p>
        <Trans>
          Set <code>INBOUND_ADDRESS</code> to an address at a domain whose mail you receive, and one way in for workers:{" "}
          <code>INBOUND_SMTP</code> behind your own mail server, <code>INBOUND_IMAP</code> for a mailbox, or{" "}
          <code>INBOUND_WEBHOOK_SECRET</code> where a provider posts it. Then restart.
        </Trans>
      </p>
    </Notice>
  );
}

function Result({ checked: { at, from, hasMailServer, findings } }: { checked: Checked }) {
  const { t } = useLingui();
  const open = findings.filter(({ verdict }) => verdict === "missing" || verdict === "wrong").length;
  if (findings.every(isSilence)) return <Silence findings={findings} />;
  return (
    <>
      {!hasMailServer && (
        <Notice title={t`No mail server is set`}>
          <Trans>Nothing leaves this instance yet. This is how it would stand for {from}.</Trans>
        </Notice>
      )}
      <p role="status">
        {open === 0 ? <Trans>Nothing is missing for {from}.</Trans> : <Trans>Not everything is there yet for {from}.</Trans>}{" "}
        <span className="muted">
          <Trans>
            Checked <RelativeTime at={at} />
          </Trans>
        </span>
      </p>
      <ul role="list" className="operator-rows">
        {findings.map((finding, index) => (
          <FindingRow key={index} finding={finding} />
        ))}
      </ul>
    </>
  );
}

/** What was asked got no answer; what nobody has named was not asked for. */
const SILENT: readonly FindingCode[] = ["no_answer", "no_answer_for_server", "dkim_unsaid", "reverse_server_unsaid"];
const isSilence = ({ code }: Finding) => SILENT.includes(code);

/** Five times the same would not say more. */
function Silence({ findings }: { findings: Finding[] }) {
  const { t } = useLingui();
  const error = findings.find(({ code }) => code === "no_answer")?.facts["error"];
  return (
    <Notice tone="warning" live title={t`DNS gives no answer`}>
      <Trans>
        So nobody knows how it stands, and nothing is called missing ({error}). See whether this server can reach its DNS, and check again.
      </Trans>
    </Notice>
  );
}

const tones: Record<Verdict, "going" | "danger" | "neutral"> = { good: "going", missing: "danger", wrong: "danger", unknown: "neutral" };
const icons: Record<Verdict, "check" | "x" | "alert" | "question"> = { good: "check", missing: "x", wrong: "alert", unknown: "question" };

function FindingRow({ finding }: { finding: Finding }) {
  const { t } = useLingui();
  const words = useFindingWords();
  const verdicts = useVerdictWords();
  const { about, name, verdict, facts, add } = finding;
  return (
    <li>
      <p className="operator-name">
        {about === "PTR" ? t`Reverse name` : about}
        {name !== null && <code>{name}</code>}
        <Badge tone={tones[verdict]} icon={icons[verdict]}>
          {verdicts[verdict]}
        </Badge>
      </p>
      <p>{words(finding)}</p>
      {facts["record"] !== undefined && (
        <p>
          <code>{facts["record"]}</code>
        </p>
      )}
      {add !== null && <RecordToAdd record={add} about={about} />}
    </li>
  );
}

function RecordToAdd({ record, about }: { record: string; about: Finding["about"] }) {
  const { t } = useLingui();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(record);
      showToast(t`Record copied`, { tone: "success" });
    } catch {
      // Also on plain-http addresses, where browsers have no clipboard.
      showToast(t`Please select the record and copy it yourself.`, { tone: "danger" });
    }
  };
  return (
    <div className="operator-record">
      <Field label={t`Record to set`} {...(record.includes("<") && { hint: t`Put in place of <…> what only you know.` })}>
        <TextInput readOnly dir="ltr" value={record} onFocus={(event) => event.currentTarget.select()} />
      </Field>
      <Button size="sm" icon="copy" aria-label={t`Copy the record of ${about}`} onClick={() => void copy()}>
        <Trans>Copy</Trans>
      </Button>
    </div>
  );
}
