import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import type { Insight } from "@turnout/contract/insight";
import { api, read } from "../api/client.ts";
import { HostsPage } from "../events/hosts-page.tsx";
import { HostsSheet } from "../events/hosts-sheet.tsx";
import { Queries } from "../events/queries.tsx";
import { AnswersChart } from "../guests/insight/answers-chart.tsx";
import { formattingLocale } from "../i18n.ts";
import { useEventSnapshot } from "../live/use-event.ts";
import { Fact, Facts } from "./facts.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/card.tsx";
import { Notice } from "../ui/notice.tsx";
import { RelativeTime } from "../ui/relative-time.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import "../guests/insight/insight.css";

/** An event's answers in numbers, for its hosts. */
export function InsightPage({ params: { eventId } }: { params: { eventId: string } }) {
  const { t } = useLingui();
  return (
    <Queries>
      <HostsPage eventId={eventId} name="insight" title={t`Insight`} refusal={t`Only hosts can see these numbers`}>
        <Numbers />
      </HostsPage>
    </Queries>
  );
}

function Numbers() {
  const { t } = useLingui();
  const { eventId } = useEventSnapshot();
  const query = useQuery({
    queryKey: ["insight", eventId],
    queryFn: () => read(api.GET("/api/events/{eventId}/insight", { params: { path: { eventId } } })),
  });
  const actions = (
    <Button pending={query.isFetching} onClick={() => void query.refetch()}>
      <Trans>Count again</Trans>
    </Button>
  );
  return (
    <HostsSheet title={t`Insight`} actions={actions}>
      {query.isPending && <Skeleton height="20rem" />}
      {query.isError && (
        <Notice tone="danger" title={t`The numbers could not be loaded`}>
          <Trans>Nothing is lost. It may be the connection.</Trans>
        </Notice>
      )}
      {query.data && (
        <div className="insight">
          <p className="muted" role="status">
            <Trans>
              Counted <RelativeTime at={new Date(query.dataUpdatedAt).toISOString()} />
            </Trans>
          </p>
          <Cards insight={query.data} />
        </div>
      )}
    </HostsSheet>
  );
}

function Cards({ insight }: { insight: Insight }) {
  const { t } = useLingui();
  const share = useShare();
  return (
    <>
      <Card aria-labelledby="insight-answers">
        <h2 id="insight-answers">
          <Trans>Answers</Trans>
        </h2>
        <Facts>
          <Fact name={t`Guests on the list`} value={insight.guests} />
          <Fact name={t`Have opened it`} value={insight.opened} />
          <Fact name={t`Have answered`} value={insight.answered} />
          <Fact name={t`Answer rate`} value={share(insight.answered, insight.guests)} />
        </Facts>
        {insight.answers.length > 0 && <AnswersChart answers={insight.answers} />}
        <p className="muted">
          <Trans>People over time, as far back as the last 90 days. Who opens an email is not measured.</Trans>
        </p>
      </Card>
      <Card aria-labelledby="insight-came">
        <h2 id="insight-came">
          <Trans>Who came</Trans>
        </h2>
        <Facts>
          <Fact name={t`Expected`} value={insight.expected} />
          <Fact name={t`Of them came`} value={insight.came} />
          <Fact name={t`Show-up rate`} value={insight.came > 0 ? share(insight.came, insight.expected) : "–"} />
          <Fact name={t`Came besides`} value={insight.cameBesides} />
        </Facts>
        {insight.came + insight.cameBesides === 0 && (
          <p className="muted">
            <Trans>Nobody has been let in at the door yet.</Trans>
          </p>
        )}
      </Card>
      <Card aria-labelledby="insight-waitlist">
        <h2 id="insight-waitlist">
          <Trans>Waitlist</Trans>
        </h2>
        <Facts>
          <Fact name={t`People who wait now`} value={insight.waitingPeople} />
          <Fact name={t`Parties who got their seats from it`} value={insight.promoted} />
        </Facts>
        {insight.waitingParties > 0 && (
          <p className="muted">
            <Plural value={insight.waitingParties} one="# party waits." other="# parties wait." />
          </p>
        )}
      </Card>
    </>
  );
}

/** A share in percent, in the reader's language; a dash of nothing. */
function useShare() {
  const { i18n } = useLingui();
  const format = new Intl.NumberFormat(formattingLocale(i18n.locale), { style: "percent" });
  return (part: number, whole: number) => (whole === 0 ? "–" : format.format(part / whole));
}
