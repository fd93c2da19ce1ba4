import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type FormEvent, useCallback, useEffect, useState } from "react";
import { api, ApiError, read } from "../../api/client.ts";
import type { operations } from "../../api/schema.d.ts";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { useHeldTime, useHeldWords } from "../held/held-note.tsx";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icons.tsx";
import { TextInput } from "../../ui/input.tsx";
import { useTimeFormat } from "../../ui/relative-time.tsx";
import { showToast } from "../../ui/toast.ts";

/** Asks somebody to host too, and lists those who have not said yes yet. */
export function HostInvitations() {
  const { t } = useLingui();
  const { eventId, hosts } = useEventSnapshot();
  const status = useInvitationStatus();
  const words = useProblem();
  const path = { eventId };
  const key = ["hosts", eventId];
  const client = useQueryClient();
  const again = useCallback(() => client.invalidateQueries({ queryKey: ["hosts", eventId] }), [client, eventId]);
  const list = useQuery({
    queryKey: key,
    queryFn: () => read(api.GET("/api/events/{eventId}/hosts", { params: { path } })),
    refetchInterval: ({ state }) => (state.data?.invitations.some(isOnItsWay) ? SOON_MS : false),
  });
  const revoke = useMutation({
    mutationFn: (id: string) => read(api.DELETE("/api/events/{eventId}/host-invitations/{id}", { params: { path: { ...path, id } } })),
    onSuccess: () => void (again(), showToast(t`Invitation revoked`, { tone: "success" })),
    onError: (error) => showToast(words(error), { tone: "danger" }),
  });
  // Somebody accepted: their invitation is none any more.
  useEffect(() => void again(), [again, hosts.length]);

  const invitations = list.data?.invitations ?? [];
  return (
    <>
      {invitations.length > 0 && (
        <ul role="list" className="people" aria-label={t`Invited to co-host`}>
          {invitations.map(({ id, email, ...mail }) => (
            <li key={id}>
              <span className="people-icon">
                <Icon name="mail" />
              </span>
              <span className="people-name">
                {email}
                <span className="muted people-more">{status(mail)}</span>
              </span>
              <Button
                size="sm"
                aria-label={t`Revoke the invitation to ${email}`}
                pending={revoke.isPending && revoke.variables === id}
                onClick={() => revoke.mutate(id)}
              >
                <Trans>Revoke</Trans>
              </Button>
            </li>
          ))}
        </ul>
      )}
      <InviteHost eventId={eventId} onInvited={again} />
    </>
  );
}

type Invitation = operations["listHosts"]["responses"]["200"]["content"]["application/json"]["invitations"][number];
type MailOfInvitation = Pick<Invitation, "mail" | "held" | "expiresAt">;

/** Until the next look while a mail is on its way (ms). */
const SOON_MS = 3_000;
const isOnItsWay = ({ mail, held }: Pick<Invitation, "mail" | "held">) => mail === "queued" && held === null;

/** What became of the mail to somebody who is asked to host, in a sentence. */
function useInvitationStatus(): (invitation: MailOfInvitation) => string {
  const { t } = useLingui();
  const day = useTimeFormat({ dateStyle: "medium" });
  const time = useHeldTime();
  const reasons = useHeldWords(null);
  return ({ mail, held, expiresAt }) => {
    if (held) return `${t`Invitation waits until ${time.format(Date.parse(held.until))}.`} ${reasons[held.by]}`;
    if (mail === "queued") return t`Invitation on its way`;
    if (mail === "failed") return t`The email didn't arrive. Check the address and invite them again.`;
    return t`Invited. Link expires ${day.format(Date.parse(expiresAt))}.`;
  };
}

function InviteHost({ eventId, onInvited }: { eventId: string; onInvited: () => Promise<void> }) {
  const { t } = useLingui();
  const words = useProblem();
  const [email, setEmail] = useState("");
  const invite = useMutation({
    mutationFn: () =>
      read(api.POST("/api/events/{eventId}/host-invitations", { params: { path: { eventId } }, body: { email: email.trim() } })),
    onSuccess: () => {
      showToast(t`Invitation to ${email.trim()} is on its way`, { tone: "success" });
      setEmail("");
      void onInvited();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate();
  };
  return (
    <form className="invite-host" onSubmit={submit}>
      <Field label={t`Invite a co-host`} error={invite.error ? words(invite.error) : undefined}>
        <TextInput
          type="email"
          required
          value={email}
          placeholder="lin@example.org"
          autoComplete="off"
          onChange={(event) => (setEmail(event.currentTarget.value), invite.reset())}
        />
      </Field>
      <Button type="submit" icon="send" pending={invite.isPending}>
        <Trans>Invite</Trans>
      </Button>
    </form>
  );
}

function useProblem(): (error: Error) => string {
  const words = useRefusalWords();
  return (error) => {
    if (!(error instanceof ApiError)) return words("offline");
    return words(error.problem.status === 400 ? "email_invalid" : error.problem.code, error.problem.facts);
  };
}
