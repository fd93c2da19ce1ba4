import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { Notice } from "../../ui/notice.tsx";
import { RelativeTime, useTimeFormat } from "../../ui/relative-time.tsx";

interface Props {
  isOffline: boolean;
  /** When the list was read; null: there is none on this device. */
  listOf: string | null;
  waiting: number;
}

/** Says that a door goes on without a connection, with how old a list, and what the others do not know yet. */
export function OfflineNotice({ isOffline, listOf, waiting }: Props) {
  const { t } = useLingui();
  const time = useTimeFormat({ timeStyle: "short" });
  const unsent = waiting > 0 && (
    <p>
      <Plural
        value={waiting}
        one="# arrival waits on this device until the other doors can know."
        other="# arrivals wait on this device until the other doors can know."
      />
    </p>
  );
  if (!isOffline) return <Notice live>{unsent}</Notice>;
  if (listOf === null) {
    return (
      <Notice tone="danger" live title={t`No connection, and no list on this device`}>
        <p>
          <Trans>Open this page once with a connection, and it goes on without one.</Trans>
        </p>
        {unsent}
      </Notice>
    );
  }
  const read = time.format(Date.parse(listOf));
  return (
    <Notice tone="warning" live title={t`No connection: this door goes on with the list of ${read}`}>
      <p>
        <Trans>
          The list was read <RelativeTime at={listOf} />. What other doors have done since shows when the connection is back.
        </Trans>
      </p>
      {unsent}
    </Notice>
  );
}
