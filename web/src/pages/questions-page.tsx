import { useLingui } from "@lingui/react/macro";
import { HostsPage } from "../events/hosts-page.tsx";
import { HostsSheet } from "../events/hosts-sheet.tsx";
import { Queries } from "../events/queries.tsx";
import { QuestionList } from "../events/questions/question-list.tsx";

/** What hosts ask their guests beside the answer. */
export function QuestionsPage({ params: { eventId } }: { params: { eventId: string } }) {
  const { t } = useLingui();
  return (
    <Queries>
      <HostsPage eventId={eventId} name="questions" title={t`Questions`} refusal={t`Only hosts can edit the questions`}>
        <HostsSheet title={t`Questions`}>
          <QuestionList />
        </HostsSheet>
      </HostsPage>
    </Queries>
  );
}
