import { Trans, useLingui } from "@lingui/react/macro";
import { type SubmitEvent, Suspense, useState } from "react";
import type { Account } from "@turnout/contract/accounts";
import type { Locale } from "@turnout/contract/locale";
import { Link } from "wouter";
import { api, read } from "../api/client.ts";
import { later } from "../on-demand.ts";
import { Button } from "../ui/button.tsx";
import { EmailField, PasswordField } from "./fields.tsx";
import { useFieldRules } from "./field-rules.ts";
import { FormRefusal } from "./form-refusal.tsx";
import { withNext } from "./local-path.ts";
import { PasskeySignIn } from "./passkey-sign-in.tsx";
import { showAccount } from "./session.ts";
import { keepWay, keptWay, type Way } from "./sign-in-way.ts";
import { useProblems } from "./use-problems.ts";
import { useSubmission } from "./use-submission.ts";

// It waits for what the browser fills in, and the form works without it.
const PasskeyAutofill = later(() => import("./passkey-autofill.tsx"), "PasskeyAutofill", { instead: () => null });
// Most instances have none.
const ProviderSignIn = later(() => import("./provider-sign-in.tsx"), "ProviderSignIn");

type SignInFormProps = {
  next: string | null;
  email: string;
  onEmail: (email: string) => void;
  onSignedIn: (account: Account) => void;
  onMailed: () => void;
};

/** Signs in by an emailed link, or by password. */
export function SignInForm({ next, email, onEmail, onSignedIn, onMailed }: SignInFormProps) {
  const { t } = useLingui();
  const rules = useFieldRules();
  const [way, setWay] = useState<Way>(keptWay);
  const [chosen, setChosen] = useState(false);
  const [password, setPassword] = useState("");
  const { problems, check, form } = useProblems<"email" | "password">();
  const mailLink = useMailLink(next, onMailed);
  const signIn = useSubmission(
    (body: { email: string; password: string }) => read(api.POST("/api/auth/sign-in", { body })),
    ({ account }) => {
      keepWay("password");
      showAccount(account);
      onSignedIn(account);
    },
  );
  const byPassword = way === "password";

  function submit(event: SubmitEvent) {
    event.preventDefault();
    if (!check({ email: rules.email(email), ...(byPassword && { password: rules.password(password) }) })) return;
    if (byPassword) void signIn.submit({ email: email.trim(), password });
    else void mailLink.submit(email.trim());
  }

  function change(to: Way) {
    setWay(to);
    setChosen(email !== "");
    check({});
    signIn.clear();
    mailLink.clear();
  }

  return (
    <form ref={form} className="entry-form" noValidate onSubmit={submit}>
      <EmailField value={email} onChange={onEmail} error={problems.email} autoComplete="username webauthn" />
      {byPassword && (
        <PasswordField
          value={password}
          onChange={setPassword}
          error={problems.password}
          autoComplete="current-password"
          autoFocus={chosen}
        />
      )}
      <FormRefusal refusal={signIn.refusal ?? mailLink.refusal} />
      <Button
        type="submit"
        look="primary"
        size="lg"
        wide
        icon={byPassword ? undefined : "mail"}
        pending={signIn.pending || mailLink.pending}
      >
        {byPassword ? t`Sign in` : t`Send me a link`}
      </Button>
      {byPassword && (
        <p className="entry-small">
          <Link href={withNext("/reset-password", null)}>
            <Trans>Forgot your password?</Trans>
          </Link>
        </p>
      )}
      <p className="entry-or">
        <Trans>or</Trans>
      </p>
      <Button wide icon={byPassword ? "mail" : "lock"} onClick={() => change(byPassword ? "link" : "password")}>
        {byPassword ? t`Send me a link instead` : t`Sign in with a password`}
      </Button>
      <PasskeySignIn onSignedIn={onSignedIn} />
      <Suspense fallback={null}>
        <PasskeyAutofill onSignedIn={onSignedIn} />
        <ProviderSignIn next={next} />
      </Suspense>
    </form>
  );
}

/** Requests an email with a sign-in link, which creates an account where there is none. */
export function useMailLink(next: string | null, onMailed: () => void) {
  const { i18n } = useLingui();
  return useSubmission(
    (email: string) => read(api.POST("/api/auth/sign-in-links", { body: { email, locale: i18n.locale as Locale, ...(next && { next }) } })),
    () => {
      keepWay("link");
      onMailed();
    },
  );
}
