import { useLingui } from "@lingui/react/macro";
import { MAX_PLACE_ADDRESS, MAX_PLACE_NAME, MAX_URL, type Place } from "@turnout/contract/events";
import { useState } from "react";
import { SegmentedChoice } from "../../ui/choice.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { PlaceIcon } from "../event-where.tsx";
import { ConflictNote } from "./conflict-note.tsx";
import { useField } from "./use-editor.ts";
import { usePlaceWords } from "./use-place-words.ts";
import { useProblemWords } from "./use-problem-words.ts";
import { ZoneSuggestion } from "./zone-suggestion.tsx";

type Kind = Place["kind"];
const empty: { [K in Kind]: Place } = {
  later: { kind: "later" },
  place: { kind: "place", name: "", address: "" },
  online: { kind: "online", url: null },
};

/** The place: an address, an online room, or to be announced. Switching back to a kind restores what was typed there. */
export function PlaceField() {
  const { t } = useLingui();
  const place = useField("place");
  const say = usePlaceWords();
  const [typed, setTyped] = useState<Partial<Record<Kind, Place>>>({});
  const turn = (kind: Kind) => {
    setTyped({ ...typed, [place.value.kind]: place.value });
    place.set(typed[kind] ?? empty[kind]);
  };

  return (
    <div className="fact editor-fact" role="group" aria-label={t`Where`}>
      <PlaceIcon place={place.value} />
      <div className="editor-fact-body">
        <SegmentedChoice<Kind>
          legend={t`Where`}
          value={place.value.kind}
          onChange={turn}
          options={[
            { value: "place", label: t`Address` },
            { value: "online", label: t`Online` },
            { value: "later", label: t`Later` },
          ]}
        />
        <div className="editor-place" {...place.focus}>
          <PlaceInputs />
        </div>
        <ConflictNote field={place} show={say} />
        <ZoneSuggestion />
      </div>
    </div>
  );
}

function PlaceInputs() {
  const { t } = useLingui();
  const { value: place, set, problem } = useField("place");
  const words = useProblemWords();
  switch (place.kind) {
    case "place":
      return (
        <>
          <Field label={t`Name of the place`} hideLabel error={words(problem)}>
            <TextInput
              value={place.name}
              maxLength={MAX_PLACE_NAME}
              placeholder={t`Quinta do Prado, my kitchen, Room 4`}
              onChange={(event) => set({ ...place, name: event.currentTarget.value })}
            />
          </Field>
          <Field label={t`Address`} hideLabel>
            <TextInput
              value={place.address}
              maxLength={MAX_PLACE_ADDRESS}
              placeholder={t`Street, number, city`}
              onChange={(event) => set({ ...place, address: event.currentTarget.value })}
            />
          </Field>
        </>
      );
    case "online":
      return (
        <Field
          label={t`Link to the meeting`}
          hideLabel
          error={words(problem)}
          hint={t`Only people on the guest list see it. You can add it later.`}
        >
          <TextInput
            type="url"
            inputMode="url"
            icon="link"
            value={place.url ?? ""}
            maxLength={MAX_URL}
            placeholder="https://"
            onChange={(event) => set({ kind: "online", url: event.currentTarget.value.trim() || null })}
          />
        </Field>
      );
    case "later":
      return (
        <p className="editor-note">{t`Guests will see “Location to be announced”. We'll email everyone you've invited once you set it.`}</p>
      );
  }
}
