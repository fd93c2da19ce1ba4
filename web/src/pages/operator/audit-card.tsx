import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Account } from "@turnout/contract/accounts";
import type { AuditRow } from "@turnout/contract/operator";
import { useState } from "react";
import { api, read } from "../../api/client.ts";
import { Button } from "../../ui/button.tsx";
import { Notice } from "../../ui/notice.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { NotedCard } from "./noted-card.tsx";

interface Filter {
  account?: string;
  event?: string;
}

/** Who did what as a host, with their account, or as an operator. */
export function AuditCard({ account }: { account: Account }) {
  const { t } = useLingui();
  return (
    <NotedCard
      id="operator-audit"
      title={t`Who did what`}
      about={t`Nobody can change what is noted here, and reading it is noted as well.`}
      ask={t`Read it`}
    >
      <AuditLog account={account} />
    </NotedCard>
  );
}

function AuditLog({ account }: { account: Account }) {
  const { t } = useLingui();
  const [filter, setFilter] = useState<Filter>({});
  const query = useInfiniteQuery({
    queryKey: ["operator", account.id, account.freshUntil, "audit", filter],
    queryFn: ({ pageParam }) =>
      read(api.GET("/api/operator/audit", { params: { query: { ...filter, ...(pageParam !== null && { before: pageParam }) } } })),
    initialPageParam: null as number | null,
    getNextPageParam: ({ rows, hasMore }) => (hasMore ? (rows.at(-1)?.id ?? null) : null),
  });
  const rows = query.data?.pages.flatMap((page) => page.rows) ?? [];
  const isFiltered = filter.account !== undefined || filter.event !== undefined;
  const again = (
    <Button size="sm" onClick={() => void query.refetch()}>
      <Trans>Try again</Trans>
    </Button>
  );
  return (
    <>
      {isFiltered && (
        <div className="operator-who">
          <Button size="sm" icon="x" onClick={() => setFilter({})}>
            {filter.account === undefined ? <Trans>One event only. Show all</Trans> : <Trans>One account only. Show all</Trans>}
          </Button>
        </div>
      )}
      {query.isPending && <Skeleton height="10rem" />}
      {query.isError && <Notice tone="danger" title={t`It could not be loaded`} action={again} live />}
      {query.data && rows.length === 0 && (
        <p className="muted">
          <Trans>Nothing is noted.</Trans>
        </p>
      )}
      <ul role="list" className="operator-rows">
        {rows.map((row) => (
          <Row key={row.id} row={row} onFilter={setFilter} />
        ))}
      </ul>
      {query.hasNextPage && (
        <div className="operator-who">
          <Button pending={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            <Trans>Show earlier ones</Trans>
          </Button>
        </div>
      )}
    </>
  );
}

function Row({ row: { at, action, actor, eventId, subject }, onFilter }: { row: AuditRow; onFilter: (filter: Filter) => void }) {
  const { t } = useLingui();
  const who = actor?.name ?? t`a deleted account`;
  return (
    <li>
      <p className="operator-name">
        <code>{action}</code>
        <span className="muted">
          <RelativeTime at={at} />
        </span>
      </p>
      <p className="operator-who">
        {actor === null ? (
          <Trans>by a command on the server</Trans>
        ) : (
          <Button size="sm" look="plain" aria-label={t`Only what ${who} did`} onClick={() => onFilter({ account: actor.id })}>
            {who}
          </Button>
        )}
        {eventId !== null && (
          <Button size="sm" look="plain" aria-label={t`Only event ${eventId}`} onClick={() => onFilter({ event: eventId })}>
            <Trans>
              event <code>{eventId.slice(-12)}</code>
            </Trans>
          </Button>
        )}
        {subject !== null && <span className="muted">→ {subject.name ?? <code>{subject.id.slice(-12)}</code>}</span>}
      </p>
    </li>
  );
}
