import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { type ReactNode, Suspense, useMemo, useState } from "react";
import { useLocation, useSearch } from "wouter";
import { runtimeLocal } from "@turnout/contract/runtime-clock";
import { api, read } from "../../api/client.ts";
import { later } from "../../on-demand.ts";
import { Button, LinkButton } from "../../ui/button.tsx";
import { LoadFailed } from "../../ui/load-failed.tsx";
import { Page, PageHead } from "../../ui/page.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Tabs } from "../../ui/tabs.tsx";
import { draftsOnlyHere } from "../editor/kept-draft.ts";
import { useNow } from "../use-now.ts";
import { EventCard } from "./event-card.tsx";
import { firstGroup, groupEvents, type GroupName, groupNames } from "./group-events.ts";
import { isMonth } from "./month.ts";
import { KeptDraftCard } from "./kept-drafts.tsx";
import { NothingHere } from "./nothing-here.tsx";
import "../event-facts.css";
import "./mine.css";

const MonthView = later(() => import("./month-view.tsx"), "MonthView");

/** Everything this account hosts and this browser is invited to. */
export function MyEvents({ subscribe }: { subscribe?: ReactNode }) {
  const { t } = useLingui();
  const query = useQuery({ queryKey: ["my-events"], queryFn: async () => (await read(api.GET("/api/my-events"))).events });
  return (
    <Page title={t`My events`} width="wide">
      <PageHead
        title={t`My events`}
        actions={
          <>
            {subscribe}
            <LinkButton look="primary" icon="plus" href="/events/new">
              <Trans>Create an event</Trans>
            </LinkButton>
          </>
        }
      />
      {query.isPending && <Waiting />}
      {query.isError && (
        <LoadFailed title={t`Your events could not be loaded`} onRetry={() => void query.refetch()}>
          <p>
            <Trans>Nothing is lost. It may be the connection.</Trans>
          </p>
        </LoadFailed>
      )}
      {query.isSuccess && <Views events={query.data} />}
    </Page>
  );
}

/** As a list of cards, or by month. */
function Views({ events }: { events: Parameters<typeof groupEvents>[0] }) {
  const { t } = useLingui();
  const [, go] = useLocation();
  const now = useNow();
  const today = runtimeLocal(new Date(now).toISOString(), Intl.DateTimeFormat().resolvedOptions().timeZone)!.slice(0, 10);
  const wanted = new URLSearchParams(useSearch()).get("month");
  const month = isMonth(wanted) ? wanted : null;
  const show = (next: string | null) => go(next === null ? "/events" : `/events?month=${next}`, { replace: true });
  return (
    <>
      <div className="event-views" role="group" aria-label={t`View`}>
        <Button
          size="sm"
          look={month === null ? "quiet" : "plain"}
          aria-pressed={month === null}
          onClick={() => show(null)}
        >{t`List`}</Button>
        <Button
          size="sm"
          look={month === null ? "plain" : "quiet"}
          aria-pressed={month !== null}
          onClick={() => show(month ?? today.slice(0, 7))}
        >
          {t`Month`}
        </Button>
      </div>
      {month === null ? (
        <Groups events={events} />
      ) : (
        <Suspense fallback={<Skeleton height="30rem" />}>
          <MonthView events={events} month={month} today={today} onMonth={show} />
        </Suspense>
      )}
    </>
  );
}

function Groups({ events }: { events: Parameters<typeof groupEvents>[0] }) {
  const { t } = useLingui();
  const now = useNow();
  const [, go] = useLocation();
  const wanted = new URLSearchParams(useSearch()).get("show");
  const groups = useMemo(() => groupEvents(events, now), [events, now]);
  const [deletedHere, setDeletedHere] = useState<readonly string[]>([]);
  const onlyHere = useMemo(
    () => draftsOnlyHere().filter(({ eventId }) => !deletedHere.includes(eventId) && !events.some((event) => event.eventId === eventId)),
    [events, deletedHere],
  );
  const counts = { ...groups, drafts: [...groups.drafts, ...onlyHere] };
  const selected = groupNames.find((name) => name === wanted) ?? firstGroup(counts);
  // The tab of upcoming events is always there; others only when they are not empty.
  const shown = groupNames.filter((name) => name === "upcoming" || name === selected || counts[name].length > 0);
  const labels: Record<GroupName, string> = { upcoming: t`Upcoming`, hosting: t`Hosting`, drafts: t`Drafts`, past: t`Past` };

  const panel = (name: GroupName): ReactNode => (
    <>
      <h2 className="visually-hidden">{labels[name]}</h2>
      {cards(name)}
    </>
  );
  const cards = (name: GroupName): ReactNode => {
    if (counts[name].length === 0) return <NothingHere group={name} />;
    return (
      <ul role="list" className="event-cards">
        {name === "drafts" &&
          onlyHere.map((kept) => (
            <li key={kept.eventId}>
              <KeptDraftCard {...kept} onDeleted={() => setDeletedHere((before) => [...before, kept.eventId])} />
            </li>
          ))}
        {groups[name].map((event) => (
          <li key={event.eventId}>
            <EventCard event={event} />
          </li>
        ))}
      </ul>
    );
  };
  return (
    <Tabs<GroupName>
      label={t`My events`}
      selected={selected}
      onSelect={(name) => go(`/events?show=${name}`, { replace: true })}
      tabs={shown.map((id) => ({ id, label: labels[id], ...(counts[id].length > 0 && { count: counts[id].length }), panel: panel(id) }))}
    />
  );
}

function Waiting() {
  const { t } = useLingui();
  return (
    <div className="event-cards-wait" role="status" aria-label={t`Loading your events`}>
      <Skeleton height="3rem" width="16rem" />
      <div className="event-cards">
        {[1, 2, 3].map((one) => (
          <Skeleton key={one} height="19rem" />
        ))}
      </div>
    </div>
  );
}
