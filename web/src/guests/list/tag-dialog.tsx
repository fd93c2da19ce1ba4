import { Plural, useLingui } from "@lingui/react/macro";
import { useMemo, useState } from "react";
import { MAX_TAG, MAX_TAGGED_AT_ONCE } from "@turnout/contract/guest-tags";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { ProgressBar } from "../../ui/progress-bar.tsx";
import { planTags, type TagPlan } from "./tag-plan.ts";
import { useGuestTags } from "./use-guest-tags.ts";
import type { Selected } from "./use-selection.ts";
import { useTagGuests } from "./use-tag-guests.ts";

interface Props {
  eventId: string;
  guests: Selected;
  /** Whether the tag is given, or taken off. */
  tagged: boolean;
  onClose: (isDone: boolean) => void;
}

/** Asks for a tag, says whom it would change and who is left out, then changes them. */
export function TagDialog({ eventId, guests, tagged, onClose }: Props) {
  const { t } = useLingui();
  const tagGuests = useTagGuests(eventId);
  const known = useGuestTags(eventId);
  const [typed, setTyped] = useState("");
  const [sent, setSent] = useState<number | null>(null);
  const tag = typed.trim();
  const plan = useMemo(() => planTags(guests.values(), tag, tagged), [guests, tag, tagged]);
  const count = plan.guestIds.length;
  const run = () => {
    if (tag === "" || count === 0 || sent !== null) return;
    setSent(0);
    void tagGuests({ guestIds: plan.guestIds, tag, tagged }, setSent).then(onClose);
  };
  const actions = (
    <Button look="primary" pending={sent !== null} disabled={tag === "" || count === 0} onClick={run}>
      {tagged ? (
        <Plural value={count} one="Tag # guest" other="Tag # guests" />
      ) : (
        <Plural value={count} one="Take off # guest" other="Take off # guests" />
      )}
    </Button>
  );
  return (
    <Dialog open onClose={() => onClose(false)} title={tagged ? t`Add a tag` : t`Take a tag off`} actions={actions}>
      <form onSubmit={(event) => (event.preventDefault(), run())}>
        <Field label={t`Tag`} hint={t`Only hosts see tags.`}>
          <TextInput
            value={typed}
            maxLength={MAX_TAG}
            list="tags-of-guests"
            autoComplete="off"
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </Field>
        <datalist id="tags-of-guests">
          {known.map((other) => (
            <option key={other.tag}>{other.tag}</option>
          ))}
        </datalist>
      </form>
      {tag !== "" && <LeftOut plan={plan} tagged={tagged} />}
      {sent !== null && count > MAX_TAGGED_AT_ONCE && <ProgressBar label={t`Guests done`} value={sent} max={count} />}
    </Dialog>
  );
}

function LeftOut({ plan: { unchanged, full }, tagged }: { plan: TagPlan; tagged: boolean }) {
  if (unchanged + full === 0) return null;
  return (
    <ul className="muted">
      {unchanged > 0 && (
        <li>
          {tagged ? (
            <Plural value={unchanged} one="# has it already" other="# have it already" />
          ) : (
            <Plural value={unchanged} one="# doesn't have it" other="# don't have it" />
          )}
        </li>
      )}
      {full > 0 && (
        <li>
          <Plural value={full} one="# is left out: too many tags" other="# are left out: too many tags" />
        </li>
      )}
    </ul>
  );
}
