import { Trans, useLingui } from "@lingui/react/macro";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useCallback, useEffect, useState } from "react";
import { api, ApiError, read } from "../../api/client.ts";
import type { operations } from "../../api/schema.d.ts";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icons.tsx";
import { TextInput } from "../../ui/input.tsx";
import { useTimeFormat } from "../../ui/relative-time.tsx";
import { showToast } from "../../ui/toast.ts";

/** Invites co-hosts, and lists those who have not accepted yet. */
export function HostInvitations({ heldWords }: { heldWords: HeldWords }) {
  const { t } = useLingui();
  const { eventId, hosts } = useEventSnapshot();
  const status = useInvitationStatus(heldWords);
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
  // Somebody accepted, so their invitation is gone.
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
/** Says until when an invitation waits to be sent, and why. */
export type HeldWords = (held: NonNullable<Invitation["held"]>) => string;
type MailOfInvitation = Pick<Invitation, "mail" | "held" | "expiresAt">;

/** Polling interval while an email is being sent (ms). */
const SOON_MS = 3_000;
const isOnItsWay = ({ mail, held }: Pick<Invitation, "mail" | "held">) => mail === "queued" && held === null;

/** The state of a co-host invitation's email, in a sentence. */
function useInvitationStatus(heldWords: HeldWords): (invitation: MailOfInvitation) => string {
  const { t } = useLingui();
  const day = useTimeFormat({ dateStyle: "medium" });
  return ({ mail, held, expiresAt }) => {
    if (held) return heldWords(held);
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
    mutationFn: (address: string) =>
      read(api.POST("/api/events/{eventId}/host-invitations", { params: { path: { eventId } }, body: { email: address } })),
    onSuccess: (_, address) => {
      showToast(t`Invitation to ${address} is on its way`, { tone: "success" });
      setEmail((typed) => (typed.trim() === address ? "" : typed));
      void onInvited();
    },
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    invite.mutate(email.trim());
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
