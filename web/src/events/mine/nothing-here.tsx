import { Trans, useLingui } from "@lingui/react/macro";
import { useSession } from "../../accounts/session.ts";
import { LinkButton } from "../../ui/button.tsx";
import { EmptyState } from "../../ui/empty-state.tsx";
import type { GroupName } from "./group-events.ts";

/** What will be under a tab, and how it gets there. */
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
          title={t`Nothing ahead yet`}
          action={
            <>
              {create}
              {signIn}
            </>
          }
        >
          {account ? (
            <Trans>Events you host or are invited to stand here, the next one first.</Trans>
          ) : (
            <Trans>Invitations you open in this browser stand here by themselves, without an account. Sign in to see those you host.</Trans>
          )}
        </EmptyState>
      );
    case "hosting":
      return (
        <EmptyState
          icon="crown"
          title={t`You host nothing at the moment`}
          action={
            <>
              {create}
              {signIn}
            </>
          }
        >
          <Trans>Publish an event, or become somebody's co-host, and it stands here with everything hosts can do.</Trans>
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
          <Trans>Start writing: it is saved as you type, and only hosts see it until you publish it.</Trans>
        </EmptyState>
      );
    case "past":
      return (
        <EmptyState icon="clock" title={t`Nothing past`} action={signIn || undefined}>
          <Trans>
            When an event is over it moves here, with its guest list and its conversation. A copy is the quickest way to the next one.
          </Trans>
        </EmptyState>
      );
  }
}
