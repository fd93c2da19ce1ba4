import { Trans, useLingui } from "@lingui/react/macro";
import { useDeferredValue, useMemo, useState } from "react";
import { zoneCity } from "@turnout/contract/zone-city";
import { localToInstant } from "@turnout/contract/time-zones";
import { serverNow } from "../../clock.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Icon } from "../../ui/icons.tsx";
import { TextInput } from "../../ui/input.tsx";
import { useEditor } from "./use-editor.ts";
import { offsetWords, ZONES_SHOWN, zonesMatching } from "./zones-matching.ts";

/** Search by city, zone name or hours from UTC; the list follows. */
export function ZoneDialog({ zone, onChoose, onClose }: { zone: string; onChoose: (zone: string) => void; onClose: () => void }) {
  const { t, i18n } = useLingui();
  const { view } = useEditor();
  const [typed, setTyped] = useState("");
  const query = useDeferredValue(typed);
  const { starts } = view.fields;
  const at = starts ? localToInstant(starts.length > 10 ? starts : `${starts}T12:00`, zone).instant : new Date(serverNow()).toISOString();
  const own = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const found = useMemo(() => zonesMatching(query, i18n.locale, at), [query, i18n.locale, at]);
  const shown = query.trim() === "" ? [...new Set([zone, own, ...found])] : found;

  return (
    <Dialog open onClose={onClose} title={t`Time zone`}>
      <form onSubmit={(event) => (event.preventDefault(), shown[0] && onChoose(shown[0]))}>
        <Field label={t`City or zone`} hint={t`Times stay as they are on the clock: 19:00 is 19:00 there.`}>
          <TextInput
            type="search"
            icon="search"
            value={typed}
            placeholder={t`Lisbon, Tokyo, UTC+2 …`}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
        </Field>
      </form>
      <ul role="list" className="zone-list" tabIndex={-1}>
        {shown.slice(0, ZONES_SHOWN).map((name) => (
          <li key={name}>
            <button type="button" className="zone" aria-current={name === zone || undefined} onClick={() => onChoose(name)}>
              <span>
                <b>{zoneCity(name, i18n.locale)}</b> <span className="muted">{name === own ? t`your own` : name}</span>
              </span>
              <span className="muted tabular">{offsetWords(at, name)}</span>
              {name === zone && <Icon name="check" />}
            </button>
          </li>
        ))}
      </ul>
      {shown.length === 0 && (
        <p className="muted" role="status">
          <Trans>No zone has that name. Try the nearest big city.</Trans>
        </p>
      )}
    </Dialog>
  );
}
