import { Trans, useLingui } from "@lingui/react/macro";
import type { QuietHours } from "@turnout/contract/quiet-hours";
import { useState } from "react";
import { api, read } from "../api/client.ts";
import { Button } from "../ui/button.tsx";
import { Field } from "../ui/field.tsx";
import { TextInput } from "../ui/input.tsx";
import { Skeleton } from "../ui/skeleton.tsx";
import { showToast } from "../ui/toast.ts";
import { Switch } from "../ui/toggle.tsx";
import { useLoaded } from "./use-loaded.ts";

const ask = () => read(api.GET("/api/quiet-hours"));
const zoneHere = () => new Intl.DateTimeFormat().resolvedOptions().timeZone;
const NIGHT = { begins: "22:00", ends: "07:00" };

/** When the account's devices are left alone. */
export function QuietHoursFields() {
  const { t } = useLingui();
  const { value, load } = useLoaded(ask);
  if (value === null) return <Button onClick={load}>{t`Try again`}</Button>;
  if (!value) return <Skeleton height="4rem" />;
  return <Fields loaded={value.quietHours} />;
}

function Fields({ loaded }: { loaded: QuietHours | null }) {
  const { t } = useLingui();
  const [kept, setKept] = useState(loaded);

  /** By the clock of where somebody is who sets it. A day of quiet hours alone is none. */
  async function keep(hours: Omit<QuietHours, "zone"> | null) {
    const next = hours && { ...hours, zone: zoneHere() };
    if (next && (!next.begins || !next.ends || next.begins === next.ends)) return;
    const before = kept;
    setKept(next);
    try {
      await read(api.PUT("/api/quiet-hours", { body: { quietHours: next } }));
    } catch {
      setKept(before);
      showToast(t`This could not be saved. Try again in a moment.`, { tone: "danger" });
    }
  }

  return (
    <fieldset className="notification-choice">
      <legend>{t`Quiet hours`}</legend>
      <Switch
        label={t`Leave my devices alone at night`}
        hint={<Trans>What can't wait until they end still comes at once. Emails about what's new wait, too.</Trans>}
        checked={kept !== null}
        onChange={(isOn) => void keep(isOn ? NIGHT : null)}
      />
      {kept && (
        <div className="notification-hours">
          <Field label={t`From`}>
            <TextInput type="time" value={kept.begins} onChange={({ target }) => void keep({ begins: target.value, ends: kept.ends })} />
          </Field>
          <Field label={t`To`}>
            <TextInput type="time" value={kept.ends} onChange={({ target }) => void keep({ begins: kept.begins, ends: target.value })} />
          </Field>
          <p className="muted notification-why">{kept.zone}</p>
        </div>
      )}
    </fieldset>
  );
}
