import { Trans, useLingui } from "@lingui/react/macro";
import { useSession } from "../../accounts/session.ts";
import { LinkButton } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import type { GroupName } from "./group-events.ts";

/** What an empty tab will show, and how it gets there. */
export function NothingHere({ group }: { group: GroupName }) {
  const { t } = useLingui();
  const { account } = useSession();
  const create = <LinkButton look="primary" icon="plus" href="/events/new">{t`Create an event`}</LinkButton>;
  const signIn = !account && <LinkButton href="/sign-in?next=/events">{t`Sign in`}</LinkButton>;
  switch (group) {
    case "upcoming":
      return (
        <EmptyState
          icon="calendar"
          title={t`No upcoming events`}
          action={
            <>
              {create}
              {signIn}
            </>
          }
        >
          {account ? (
            <Trans>Events you host or are invited to appear here, the next one first.</Trans>
          ) : (
            <Trans>
              Invitations you open in this browser appear here automatically, without an account. Sign in to see the ones you host.
            </Trans>
          )}
        </EmptyState>
      );
    case "hosting":
      return (
        <EmptyState
          icon="crown"
          title={t`You're not hosting anything`}
          action={
            <>
              {create}
              {signIn}
            </>
          }
        >
          <Trans>Events you publish or co-host appear here.</Trans>
        </EmptyState>
      );
    case "drafts":
      return (
        <EmptyState
          icon="pencil"
          title={t`No drafts`}
          action={
            <>
              {create}
              {signIn}
            </>
          }
        >
          <Trans>Drafts are saved as you type. Only hosts can see them until you publish.</Trans>
        </EmptyState>
      );
    case "past":
      return (
        <EmptyState icon="clock" title={t`No past events`} action={signIn || undefined}>
          <Trans>When an event is over it moves here, with its guest list and conversation. Duplicate it to plan the next one.</Trans>
        </EmptyState>
      );
  }
}
