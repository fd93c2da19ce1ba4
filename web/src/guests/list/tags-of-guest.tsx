import { Trans, useLingui } from "@lingui/react/macro";
import { useState } from "react";
import type { GuestCard } from "@turnout/contract/guests";
import { MAX_TAG, MAX_TAGS } from "@turnout/contract/guest-tags";
import { Button } from "../../ui/button.tsx";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icons.tsx";
import { TextInput } from "../../ui/input.tsx";
import { useGuestTags } from "./use-guest-tags.ts";
import { useTagGuests } from "./use-tag-guests.ts";
import "./tags-of-guest.css";

/** The hosts' tags on a guest: a press takes one off, and the field adds one. */
export function TagsOfGuest({ eventId, guest: { guestId, name, tags = [] } }: { eventId: string; guest: GuestCard }) {
  const { t } = useLingui();
  const tagGuests = useTagGuests(eventId);
  const known = useGuestTags(eventId);
  const [typed, setTyped] = useState("");
  const tag = typed.trim();
  const add = () => {
    if (tag === "") return;
    setTyped("");
    if (!tags.includes(tag)) void tagGuests({ guestIds: [guestId], tag, tagged: true });
  };
  return (
    <section className="guest-tags" aria-label={t`Tags of ${name}`}>
      {tags.length > 0 && (
        <ul className="guest-tags-list">
          {tags.map((one) => (
            <li key={one}>
              <button
                type="button"
                className="guest-tag"
                aria-label={t`Take “${one}” off`}
                onClick={() => void tagGuests({ guestIds: [guestId], tag: one, tagged: false })}
              >
                <bdi>{one}</bdi> <Icon name="x" size={16} />
              </button>
            </li>
          ))}
        </ul>
      )}
      {tags.length < MAX_TAGS && (
        <form className="guest-tags-add" onSubmit={(event) => (event.preventDefault(), add())}>
          <Field label={t`Add a tag`} hint={t`Only hosts see tags.`}>
            <TextInput
              value={typed}
              maxLength={MAX_TAG}
              list={`tags-${guestId}`}
              autoComplete="off"
              onChange={(event) => setTyped(event.currentTarget.value)}
            />
          </Field>
          <datalist id={`tags-${guestId}`}>
            {known
              .filter((other) => !tags.includes(other.tag))
              .map((other) => (
                <option key={other.tag}>{other.tag}</option>
              ))}
          </datalist>
          {tag !== "" && (
            <Button type="submit">
              <Trans>Add tag</Trans>
            </Button>
          )}
        </form>
      )}
    </section>
  );
}
