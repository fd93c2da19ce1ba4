import { useLingui } from "@lingui/react/macro";
import { Link } from "wouter";
import { HostsPage } from "../events/hosts-page.tsx";
import { Queries } from "../events/queries.tsx";
import { QuestionList } from "../events/questions/question-list.tsx";
import { useEventSnapshot, useEventView } from "../live/use-event.ts";
import { LiveBadge } from "../ui/badge.tsx";
import { useCoverTheme } from "../ui/cover.tsx";
import { Page, PageHead } from "../ui/page.tsx";

/** What hosts ask their guests beside the answer. */
export function QuestionsPage({ params: { eventId } }: { params: { eventId: string } }) {
  const { t } = useLingui();
  return (
    <Queries>
      <HostsPage eventId={eventId} name="questions" title={t`Questions`} refusal={t`Only hosts can edit the questions`}>
        <Questions />
      </HostsPage>
    </Queries>
  );
}

function Questions() {
  const { t } = useLingui();
  const { eventId, details } = useEventSnapshot();
  const state = useEventView((view) => view.state);
  const offlineSince = useEventView((view) => view.offlineSince);
  useCoverTheme(details.cover.theme);
  const title = details.title || t`Without a title yet`;
  return (
    <Page title={t`Questions · ${title}`} width="wide" bar={<LiveBadge state={state} since={offlineSince} />}>
      <PageHead title={t`Questions`} lead={<Link href={`/e/${eventId}`}>{title}</Link>} />
      <QuestionList />
    </Page>
  );
}
