import { Trans, useLingui } from "@lingui/react/macro";
import { type SubmitEvent, useState } from "react";
import type { Account } from "@turnout/contract/accounts";
import type { Locale } from "@turnout/contract/locale";
import { api, read } from "../api/client.ts";
import { chooseLocale, localeNames, locales } from "../i18n.ts";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Field } from "../ui/field.tsx";
import { Select } from "../ui/input.tsx";
import { showToast } from "../ui/toast.ts";
import { NameField } from "./fields.tsx";
import { useFieldRules } from "./field-rules.ts";
import { FormRefusal } from "./form-refusal.tsx";
import { showAccount } from "./session.ts";
import { useProblems } from "./use-problems.ts";
import { useSubmission } from "./use-submission.ts";

/** Name and language. */
export function ProfileCard({ account }: { account: Account }) {
  const { t, i18n } = useLingui();
  const shown = i18n.locale as Locale;
  const mailed = localeNames[account.locale];
  const rules = useFieldRules();
  const [name, setName] = useState(account.name);
  const { problems, check, form } = useProblems<"name">();
  const edit = useSubmission((body: { name?: string; locale?: Locale }) => read(api.PATCH("/api/auth/account", { body })), showEdited);
  const isChanged = name.trim() !== account.name;

  function showEdited(edited: Account, { name: isName }: { name?: string }) {
    showAccount(edited);
    if (!isName) return;
    setName(edited.name);
    showToast(t`Saved: you are ${edited.name}`, { tone: "success" });
  }

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (isChanged && check({ name: rules.name(name) })) void edit.submit({ name: name.trim() });
  }

  async function choose(locale: Locale) {
    await chooseLocale(locale);
    await edit.submit({ locale });
  }

  return (
    <Card aria-labelledby="profile-title">
      <h2 id="profile-title">
        <Trans>You</Trans>
      </h2>
      <form ref={form} className="account-row" noValidate onSubmit={submit}>
        <NameField
          value={name}
          onChange={setName}
          error={problems.name}
          hint={t`Guests see it on your invitations. Events you host already keep the name they show.`}
        />
        {isChanged && (
          <Button type="submit" look="primary" pending={edit.pending}>
            <Trans>Save the name</Trans>
          </Button>
        )}
      </form>
      <Field
        label={t`Language`}
        hint={
          account.locale === shown
            ? t`For these pages and for the mails you get.`
            : t`For these pages. The mails you get are in another language: ${mailed}.`
        }
      >
        <Select value={shown} onChange={(event) => void choose(event.currentTarget.value as Locale)}>
          {locales.map((locale) => (
            <option key={locale} value={locale} lang={locale}>
              {localeNames[locale]}
            </option>
          ))}
        </Select>
      </Field>
      {account.locale !== shown && (
        <div>
          <Button size="sm" pending={edit.pending} onClick={() => void edit.submit({ locale: shown })}>
            <Trans>Mails in this language, too</Trans>
          </Button>
        </div>
      )}
      <FormRefusal refusal={edit.refusal} />
    </Card>
  );
}
