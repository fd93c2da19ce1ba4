import { Plural, Trans, useLingui } from "@lingui/react/macro";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ListedGuest } from "@turnout/contract/guests";
import { api, read } from "../../api/client.ts";
import { Queries } from "../../events/queries.tsx";
import { allMatching } from "../../guests/list/all-matching.ts";
import { StandingBadge } from "../../guests/list/standing.tsx";
import { useEventSnapshot } from "../../live/use-event.ts";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { LoadFailed } from "../../ui/load-failed.tsx";
import { useTimeFormat } from "../../ui/relative-time.tsx";
import { Skeleton } from "../../ui/skeleton.tsx";
import { Checkbox } from "../../ui/toggle.tsx";
import { againFile, againGroups, chosenAgain, groupsOf, type AgainGroup } from "./again-plan.ts";
import "./again.css";

/** Most guests that are shown one by one; the others go by their group. */
const SHOWN = 200;

interface Props {
  onAdd: (file: File) => void;
  onClose: () => void;
}

/** Chooses guests of an event that the host hosted before, by what they answered then. */
export function AgainDialog(props: Props) {
  return (
    <Queries>
      <Again {...props} />
    </Queries>
  );
}

function Again({ onAdd, onClose }: Props) {
  const { t } = useLingui();
  const { eventId } = useEventSnapshot();
  const day = useTimeFormat({ dateStyle: "medium" });
  const [from, setFrom] = useState<string | null>(null);
  const [groups, setGroups] = useState<ReadonlySet<AgainGroup>>(new Set(["came", "going"]));
  const [without, setWithout] = useState<ReadonlySet<string>>(new Set());
  const mine = useQuery({ queryKey: ["my-events"], queryFn: async () => (await read(api.GET("/api/my-events"))).events, staleTime: 0 });
  const events = (mine.data ?? []).filter((one) => one.hosting && one.eventId !== eventId);
  const list = useQuery({
    queryKey: ["again", from],
    queryFn: () => allMatching(from!, { search: "", standing: null, order: "name" }),
    enabled: from !== null,
  });
  const failed = [mine, list].find((query) => query.isError);
  const guests = list.data ?? [];
  const listed = chosenAgain(guests, groups, NOBODY);
  const chosen = chosenAgain(guests, groups, without);
  const title = events.find((one) => one.eventId === from)?.details.title ?? "";
  const add = () => {
    onAdd(againFile(title, chosen));
    onClose();
  };
  const actions = events.length > 0 && (
    <Button look="primary" disabled={chosen.length === 0} onClick={add}>
      <Plural value={chosen.length} _0="Add guests" one="Add # guest" other="Add # guests" />
    </Button>
  );
  return (
    <Dialog open wide onClose={onClose} title={t`Invite again`} actions={actions}>
      {mine.isSuccess && events.length === 0 && (
        <p className="muted">
          <Trans>You host no other event yet.</Trans>
        </p>
      )}
      {events.length > 0 && (
        <Field label={t`From`}>
          <Select value={from ?? ""} onChange={({ currentTarget: { value } }) => (setFrom(value || null), setWithout(new Set()))}>
            <option value="">{t`Choose an event`}</option>
            {events.map(({ eventId: id, details }) => (
              <option key={id} value={id}>
                {details.title}
                {details.startsAt && ` · ${day.format(Date.parse(details.startsAt))}`}
              </option>
            ))}
          </Select>
        </Field>
      )}
      {(mine.isPending || list.isLoading) && <Skeleton />}
      {failed && <LoadFailed title={t`The list could not be loaded`} onRetry={() => void failed.refetch()} />}
      {list.isSuccess && (
        <>
          <Groups guests={guests} groups={groups} onChange={setGroups} />
          <ul role="list" className="again-guests" aria-label={t`Guests`}>
            {listed.slice(0, SHOWN).map((guest) => (
              <AgainRow
                key={guest.guestId}
                guest={guest}
                isChosen={!without.has(guest.guestId)}
                onChange={(on) => setWithout((before) => toggled(before, guest.guestId, !on))}
              />
            ))}
          </ul>
          {listed.length > SHOWN && (
            <p className="muted">
              <Plural value={listed.length - SHOWN} one="and # more" other="and # more" />
            </p>
          )}
        </>
      )}
    </Dialog>
  );
}

const NOBODY: ReadonlySet<string> = new Set();

function toggled<One>(before: ReadonlySet<One>, one: One, isIn: boolean): ReadonlySet<One> {
  const after = new Set(before);
  if (isIn) after.add(one);
  else after.delete(one);
  return after;
}

interface GroupsProps {
  guests: readonly ListedGuest[];
  groups: ReadonlySet<AgainGroup>;
  onChange: (groups: ReadonlySet<AgainGroup>) => void;
}

/** What they answered then, each with how many did. */
function Groups({ guests, groups, onChange }: GroupsProps) {
  const { t } = useLingui();
  const names: Record<AgainGroup, string> = {
    came: t`Came`,
    going: t`Going`,
    maybe: t`Maybe`,
    silent: t`No answer`,
    declined: t`Can't come`,
  };
  const counts = Map.groupBy(guests.flatMap(groupsOf), (group) => group);
  return (
    <fieldset className="again-groups">
      <legend>{t`Their answer then`}</legend>
      {againGroups.map((group) => (
        <Checkbox
          key={group}
          label={`${names[group]} (${counts.get(group)?.length ?? 0})`}
          checked={groups.has(group)}
          disabled={!counts.has(group)}
          onChange={(on) => onChange(toggled(groups, group, on))}
        />
      ))}
    </fieldset>
  );
}

function AgainRow({ guest, isChosen, onChange }: { guest: ListedGuest; isChosen: boolean; onChange: (on: boolean) => void }) {
  const { t } = useLingui();
  const { name, email, standing, arrived = 0 } = guest;
  return (
    <li>
      <label>
        <input type="checkbox" checked={isChosen} onChange={(event) => onChange(event.target.checked)} />
        <span className="again-who">
          <strong dir="auto">{name}</strong>
          <span className="muted">{email ?? t`no email`}</span>
        </span>
        <StandingBadge standing={standing} />
        {arrived > 0 && <span className="muted">{t`Came`}</span>}
      </label>
    </li>
  );
}
