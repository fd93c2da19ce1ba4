import { Trans, useLingui } from "@lingui/react/macro";
import { type SubmitEvent, useEffect, useEffectEvent, useState } from "react";
import type { Account } from "@turnout/contract/accounts";
import type { Passkey } from "@turnout/contract/passkeys";
import { api, read } from "../api/client.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Field } from "../ui/field.tsx";
import { TextInput } from "../ui/input.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { showToast } from "../ui/toast.ts";
import { browserName } from "./browser-name.ts";
import { MAX_PASSKEY_NAME } from "./field-rules.ts";
import { FormRefusal } from "./form-refusal.tsx";
import { useFreshSubmission } from "./fresh-sign-in.tsx";
import { knowsPasskeys, makePasskey } from "./passkey-browser.ts";
import { useSubmission } from "./use-submission.ts";

/** The account's passkeys, adding one of this device, and removing them. */
export function PasskeysCard({ account, onChanged }: { account: Account; onChanged: () => void }) {
  const [passkeys, setPasskeys] = useState<Passkey[] | null>(null);
  const list = useSubmission(
    () => read(api.GET("/api/auth/passkeys")),
    (found) => setPasskeys(found.passkeys),
  );
  const reload = () => void list.submit(undefined);
  const load = useEffectEvent(reload);
  useEffect(() => load(), []);
  const changed = () => {
    reload();
    onChanged();
  };

  return (
    <Card aria-labelledby="passkeys-title">
      <h2 id="passkeys-title">
        <Trans>Passkeys</Trans>
      </h2>
      <p>
        <Trans>Sign in with a finger, your face or the PIN of your device: no password, no email.</Trans>
      </p>
      {passkeys === null && !list.refusal && <Skeleton height="3rem" />}
      <FormRefusal refusal={list.refusal}>
        <Button size="sm" onClick={reload}>
          <Trans>Try again</Trans>
        </Button>
      </FormRefusal>
      {passkeys && passkeys.length > 0 && (
        <ul role="list" className="session-list">
          {passkeys.map((passkey) => (
            <PasskeyRow key={passkey.id} account={account} passkey={passkey} onRemoved={changed} />
          ))}
        </ul>
      )}
      {passkeys && <AddPasskey account={account} onAdded={changed} />}
    </Card>
  );
}

function PasskeyRow({ account, passkey, onRemoved }: { account: Account; passkey: Passkey; onRemoved: () => void }) {
  const { t } = useLingui();
  const { name } = passkey;
  const remove = useFreshSubmission(
    account,
    () => read(api.DELETE("/api/auth/passkeys/{passkeyId}", { params: { path: { passkeyId: passkey.id } } })),
    () => {
      onRemoved();
      showToast(t`The passkey “${name}” is removed. Delete it on the device as well.`, { tone: "success" });
    },
  );
  return (
    <li className="session-row">
      <div className="session-words">
        <p className="session-name">{name}</p>
        <p className="muted entry-small">
          {passkey.usedAt ? (
            <Trans>
              Added <RelativeTime at={passkey.addedAt} />, last used <RelativeTime at={passkey.usedAt} />
            </Trans>
          ) : (
            <Trans>
              Added <RelativeTime at={passkey.addedAt} />, not used yet
            </Trans>
          )}
        </p>
        <FormRefusal refusal={remove.refusal} />
        {remove.dialog}
      </div>
      <Button size="sm" pending={remove.pending} aria-label={t`Remove the passkey ${name}`} onClick={() => void remove.submit(undefined)}>
        <Trans>Remove</Trans>
      </Button>
    </li>
  );
}

function AddPasskey({ account, onAdded }: { account: Account; onAdded: () => void }) {
  const { t } = useLingui();
  const [name, setName] = useState<string | null>(null);
  const [outcome, setOutcome] = useState<"none" | "not made" | "known">("none");
  const add = useFreshSubmission(
    account,
    async (called: string) => {
      const registration = await makePasskey(await read(api.POST("/api/auth/passkey-offers")));
      if (registration === null) return "not made";
      if (registration === "passkey_known") return "known";
      await read(api.POST("/api/auth/passkeys", { body: { name: called, registration } }));
      return "none";
    },
    (result) => {
      setOutcome(result);
      if (result !== "none") return;
      setName(null);
      onAdded();
      showToast(t`You can sign in with this passkey from now on`, { tone: "success" });
    },
  );

  if (!knowsPasskeys()) {
    return (
      <p className="muted">
        <Trans>There are no passkeys here: this browser knows none, or the site has no name.</Trans>
      </p>
    );
  }
  if (name === null) {
    return (
      <div className="account-actions">
        <Button icon="key" onClick={() => setName(thisDevice())}>
          <Trans>Add a passkey</Trans>
        </Button>
      </div>
    );
  }
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    setOutcome("none");
    void add.submit(name.trim() || thisDevice());
  };
  return (
    <form className="account-row" noValidate onSubmit={submit}>
      <Field label={t`What do you call this device?`}>
        <TextInput maxLength={MAX_PASSKEY_NAME} autoFocus value={name} onChange={(event) => setName(event.currentTarget.value)} />
      </Field>
      <FormRefusal refusal={add.refusal} />
      {outcome !== "none" && (
        <p role="status" className="muted">
          {outcome === "known" ? <Trans>This device has a passkey for your account already.</Trans> : <Trans>No passkey was made.</Trans>}
        </p>
      )}
      {add.dialog}
      <div className="account-actions">
        <Button type="submit" look="primary" pending={add.pending}>
          <Trans>Add the passkey</Trans>
        </Button>
        <Button look="plain" onClick={() => setName(null)}>
          <Trans>Not now</Trans>
        </Button>
      </div>
    </form>
  );
}

/** A name for what is being used, which its owner can change. */
function thisDevice(): string {
  const { browser, system } = browserName(navigator.userAgent);
  return [browser, system].filter(Boolean).join(", ") || "1";
}
