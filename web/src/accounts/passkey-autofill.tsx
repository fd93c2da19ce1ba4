import type { PublicKeyCredentialRequestOptionsJSON } from "@simplewebauthn/browser";
import type { Account } from "@turnout/contract/accounts";
import { useEffect, useEffectEvent } from "react";
import { api, read } from "../api/client.ts";
import { FormRefusal } from "./form-refusal.tsx";
import { asking, type Assertion, knowsPasskeys, type Options } from "./passkey-browser.ts";
import { showAccount } from "./session.ts";
import { useSubmission } from "./use-submission.ts";

/** A question is asked anew before the server has forgotten it: after this share of its time. */
const RENEWED_AFTER = 0.8;

/**
 * Has the browser offer passkeys with the addresses that it fills in (WebAuthn's conditional mediation), and signs in by the one that is
 * picked. Where that cannot be, nothing is offered: the form has other ways. Shows only why a passkey is refused.
 */
export function PasskeyAutofill({ onSignedIn }: { onSignedIn: (account: Account) => void }) {
  const { submit, refusal } = useSubmission(
    (assertion: Assertion) => read(api.POST("/api/auth/passkey-sign-in", { body: { assertion } })),
    ({ account }) => {
      showAccount(account);
      onSignedIn(account);
    },
  );
  const picked = useEffectEvent(submit);
  useEffect(() => {
    const over = new AbortController();
    offer(over.signal, (assertion) => picked(assertion)).catch(() => {});
    return () => over.abort();
  }, []);
  return <FormRefusal refusal={refusal} />;
}

async function offer(over: AbortSignal, picked: (answer: Assertion) => Promise<void>): Promise<void> {
  if (!knowsPasskeys() || !(await PublicKeyCredential.isConditionalMediationAvailable?.())) return;
  while (!over.aborted) {
    await untilSeen();
    const options = await read(api.POST("/api/auth/passkey-questions"));
    const isOld = AbortSignal.timeout(RENEWED_AFTER * Number(options.timeout));
    const answer = await answerByAutofill(options, AbortSignal.any([over, isOld]));
    if (answer) await picked(answer);
    // The button asks in this one's place, or the passkey was refused: offered again to whoever goes on typing.
    if (!isOld.aborted) await untilTyped(over);
  }
}

/** The next use of an input. A button's would be too soon: what is asked now would take the place of what the button asks. */
const untilTyped = (over: AbortSignal) =>
  new Promise<void>((goesOn) => {
    over.addEventListener("abort", () => goesOn());
    document.addEventListener("input", () => goesOn(), { once: true, signal: over });
  });

/** A page that nobody looks at asks nothing. */
async function untilSeen(): Promise<void> {
  while (document.visibilityState === "hidden")
    await new Promise((changed) => document.addEventListener("visibilitychange", changed, { once: true }));
}

/** Waits until a passkey is picked. Null: `signal` was aborted, or another question took this one's place. An input's `autocomplete` has to end in `webauthn`. */
async function answerByAutofill(options: Options, signal: AbortSignal): Promise<Assertion | null> {
  const { startAuthentication, WebAuthnAbortService } = await import("@simplewebauthn/browser");
  if (signal.aborted || asking.is) return null;
  const optionsJSON = options as unknown as PublicKeyCredentialRequestOptionsJSON;
  const answered = startAuthentication({ optionsJSON, useBrowserAutofill: true });
  const cancel = () => WebAuthnAbortService.cancelCeremony();
  signal.addEventListener("abort", cancel);
  return answered
    .then(
      (answer) => answer as unknown as Assertion,
      () => null,
    )
    .finally(() => signal.removeEventListener("abort", cancel)); // what is cancelled later is somebody else's
}
