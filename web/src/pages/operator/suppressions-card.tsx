import { Trans, useLingui } from "@lingui/react/macro";
import { useInfiniteQuery } from "@tanstack/react-query";
import type { Account } from "@turnout/contract/accounts";
import type { Suppression, SuppressionReason } from "@turnout/contract/suppressions";
import { type FormEvent, useState } from "react";
import { useSubmission } from "../../accounts/use-submission.ts";
import { api, ApiError, read } from "../../api/client.ts";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { Badge } from "../../ui/badge.tsx";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { Notice } from "../../ui/notice.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { showToast } from "../../ui/toast.ts";
import { NotedCard } from "./noted-card.tsx";

/** Who gets no more emails of which kind, and why. */
export function SuppressionsCard({ account }: { account: Account }) {
  const { t } = useLingui();
  return (
    <NotedCard
      id="operator-suppressions"
      title={t`Addresses that get no email`}
      about={t`Who unsubscribed, complained or does not exist. Reading this is noted, and so is every change.`}
      ask={t`Show them`}
    >
      <Suppressions account={account} />
    </NotedCard>
  );
}

function Suppressions({ account }: { account: Account }) {
  const { t } = useLingui();
  const [email, setEmail] = useState<string | null>(null);
  // Lifted here: the list is not read anew for that, as each reading is noted.
  const [lifted, setLifted] = useState<ReadonlySet<string>>(new Set());
  const query = useInfiniteQuery({
    queryKey: ["operator", account.id, account.freshUntil, "suppressions", email],
    queryFn: ({ pageParam }) =>
      read(
        api.GET("/api/operator/suppressions", {
          params: { query: { ...(email !== null && { email }), ...(pageParam !== null && { after: pageParam }) } },
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: ({ next }) => next,
  });
  const rows = query.data?.pages.flatMap((page) => page.rows).filter(({ id }) => !lifted.has(id)) ?? [];
  const again = (
    <Button size="sm" onClick={() => void query.refetch()}>
      <Trans>Try again</Trans>
    </Button>
  );
  const setIsLifted = (id: string, isLifted: boolean) =>
    setLifted((before) => {
      const after = new Set(before);
      if (isLifted) after.add(id);
      else after.delete(id);
      return after;
    });
  return (
    <>
      <Search isSearched={email !== null} onSearch={setEmail} />
      {query.isPending && <Skeleton height="10rem" />}
      {query.isError && <Notice tone="danger" title={t`It could not be loaded`} action={again} live />}
      {query.data && rows.length === 0 && (
        <p className="muted" role="status">
          {email === null ? <Trans>Every address gets its emails.</Trans> : <Trans>{email} gets its emails.</Trans>}
        </p>
      )}
      <ul role="list" className="operator-rows">
        {rows.map((row) => (
          <Row key={row.id} row={row} onLifted={(isLifted) => setIsLifted(row.id, isLifted)} />
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

function Search({ isSearched, onSearch }: { isSearched: boolean; onSearch: (email: string | null) => void }) {
  const { t } = useLingui();
  const [text, setText] = useState("");
  const [isPart, setIsPart] = useState(false);
  const search = (event: FormEvent) => {
    event.preventDefault();
    const wanted = text.trim();
    // Stored as hashes: what is not a whole address finds nothing.
    setIsPart(wanted !== "" && !wanted.includes("@"));
    if (wanted === "" || wanted.includes("@")) onSearch(wanted || null);
  };
  const clear = () => {
    setText("");
    setIsPart(false);
    onSearch(null);
  };
  return (
    <form className="operator-search" role="search" noValidate onSubmit={search}>
      <Field label={t`Find an address`} error={isPart && t`Type the whole address: parts of it cannot be found.`}>
        <TextInput type="email" icon="search" maxLength={254} value={text} onChange={(event) => setText(event.target.value)} />
      </Field>
      <div className="operator-who">
        <Button type="submit" size="sm">
          <Trans>Find</Trans>
        </Button>
        {isSearched && (
          <Button size="sm" icon="x" onClick={clear}>
            <Trans>Show all</Trans>
          </Button>
        )}
      </div>
    </form>
  );
}

const tones: Record<SuppressionReason, "neutral" | "maybe" | "danger"> = {
  unsubscribed: "neutral",
  complained: "danger",
  bounced: "maybe",
};

function Row({ row, onLifted }: { row: Suppression; onLifted: (isLifted: boolean) => void }) {
  const { t } = useLingui();
  const { kinds, reasons } = useSuppressionWords();
  const words = useRefusalWords();
  const { id, key, kind, eventId, reason, since } = row;
  const who = row.email ?? t`a deleted address (${key})`;
  const path = { params: { path: { id } } };
  const lift = useSubmission(
    () => read(api.DELETE("/api/operator/suppressions/{id}", path)),
    ({ lifted }) => {
      onLifted(true);
      // Somebody else was faster, and has the undo.
      if (lifted === null) return;
      const undo = async () => {
        try {
          await read(api.PUT("/api/operator/suppressions/{id}", { ...path, body: lifted }));
          onLifted(false);
        } catch (error) {
          const { code, facts } = error instanceof ApiError ? error.problem : { code: "offline", facts: undefined };
          showToast(words(code, facts), { tone: "danger", action: { label: t`Try again`, run: () => void undo() } });
        }
      };
      showToast(t`${who} gets these emails again.`, { tone: "success", action: { label: t`Undo`, run: () => void undo() } });
    },
  );
  return (
    <li className="operator-queue">
      <div>
        <p className="operator-name">
          <span>{who}</span>
          <Badge tone={tones[reason]}>{reasons[reason]}</Badge>
        </p>
        <p className="muted">
          {kinds[kind]}
          {eventId !== null && (
            <>
              {" "}
              <code>{eventId.slice(-12)}</code>
            </>
          )}{" "}
          · <RelativeTime at={since} />
        </p>
        {lift.refusal && <Notice tone="danger" live title={words(lift.refusal.code, lift.refusal.facts)} />}
      </div>
      <Button size="sm" icon="check" pending={lift.pending} aria-label={t`Allow again: ${who}`} onClick={() => void lift.submit(undefined)}>
        <Trans>Allow again</Trans>
      </Button>
    </li>
  );
}

function useSuppressionWords() {
  const { t } = useLingui();
  const kinds: Record<Suppression["kind"], string> = {
    guests: t`All emails to guests`,
    invitations: t`All invitations`,
    digests: t`Notifications of an account`,
    calendar: t`Calendar entries in emails`,
    event: t`All emails of the event`,
    routine: t`Emails of the event, except what changes`,
  };
  const reasons: Record<SuppressionReason, string> = { unsubscribed: t`unsubscribed`, complained: t`complained`, bounced: t`bounced` };
  return { kinds, reasons };
}
