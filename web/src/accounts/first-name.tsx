import { Trans, useLingui } from "@lingui/react/macro";
import { type SubmitEvent, useState } from "react";
import type { Account } from "@turnout/contract/accounts";
import { api, read } from "../api/client.ts";
import { Button } from "../ui/button.tsx";
import { EntryHead } from "./entry-page.tsx";
import { NameField } from "./fields.tsx";
import { useFieldRules } from "./field-rules.ts";
import { FormRefusal } from "./form-refusal.tsx";
import { useProblems } from "./use-problems.ts";
import { useSubmission } from "./use-submission.ts";

/** Asks once for the name of an account that an emailed link created, which has only an address. */
export function FirstName({ account, onDone }: { account: Account; onDone: () => void }) {
  const { t } = useLingui();
  const rules = useFieldRules();
  const [name, setName] = useState("");
  const { problems, check, form } = useProblems<"name">();
  const save = useSubmission((chosen: string) => read(api.PATCH("/api/auth/account", { body: { name: chosen } })), onDone);

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (check({ name: rules.name(name) })) void save.submit(name.trim());
  }

  return (
    <>
      <EntryHead title={t`What do people call you?`}>
        <Trans>Your account is ready, for {account.email}. Guests see this name on your invitations.</Trans>
      </EntryHead>
      <form ref={form} className="entry-form" noValidate onSubmit={submit}>
        <NameField value={name} onChange={setName} error={problems.name} />
        <FormRefusal refusal={save.refusal} />
        <Button type="submit" look="primary" size="lg" wide pending={save.pending}>
          <Trans>Continue</Trans>
        </Button>
        <Button look="plain" wide onClick={onDone}>
          <Trans>Later: “{account.name}” will do for now</Trans>
        </Button>
      </form>
    </>
  );
}
