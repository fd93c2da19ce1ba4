import { Trans, useLingui } from "@lingui/react/macro";
import { useQueries } from "@tanstack/react-query";
import { useState } from "react";
import type { BulletinPart } from "@turnout/contract/bulletins";
import type { ListedGuest, Standing } from "@turnout/contract/guests";
import { api, read } from "../../api/client.ts";
import { useEventStore } from "../../live/use-event.ts";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { Select } from "../../ui/input.tsx";
import { EmailFrame } from "../email-frame.tsx";

interface Props {
  to: readonly Standing[];
  part: BulletinPart | null;
  subject: string;
  text: string;
  onClose: () => void;
}

/** The email as a chosen guest will get it. */
export function BulletinPreview({ to, part, subject, text, onClose }: Props) {
  const { t } = useLingui();
  const guests = useSomeRecipients(to, part);
  const [chosen, setChosen] = useState<string | null>(null);
  const guest = guests.find(({ guestId }) => guestId === chosen) ?? guests[0];
  const reader = guest ? { guestId: guest.guestId, name: guest.name } : { name: t`Grace` };
  return (
    <Dialog open wide onClose={onClose} title={t`Preview`}>
      {guests.length > 1 && (
        <Field label={t`Preview for`}>
          <Select value={chosen ?? guests[0]!.guestId} onChange={(event) => setChosen(event.currentTarget.value)}>
            {guests.map((guest) => (
              <option key={guest.guestId} value={guest.guestId}>
                {guest.name}
              </option>
            ))}
          </Select>
        </Field>
      )}
      <p>
        <Trans>
          Subject: <strong dir="auto">{subject}</strong>
        </Trans>
      </p>
      <EmailFrame email={{ path: "bulletin-preview", fields: { kind: "words", ...reader, subject, text } }} onSubject={() => {}} />
    </Dialog>
  );
}

/** The first guests of each chosen standing who have an address and, as far as their cards say, are of the part. */
function useSomeRecipients(to: readonly Standing[], part: BulletinPart | null): ListedGuest[] {
  const { eventId } = useEventStore();
  return useQueries({
    queries: to.map((standing) => ({
      queryKey: ["preview-guests", eventId, standing],
      queryFn: () =>
        read(api.GET("/api/events/{eventId}/guests", { params: { path: { eventId }, query: { search: "", order: "name", standing } } })),
    })),
    combine: (pages) => pages.flatMap(({ data }) => data?.guests ?? []).filter((guest) => guest.email !== null && isOfPart(guest, part)),
  });
}

function isOfPart({ guestId, arrived = 0, tags = [] }: ListedGuest, part: BulletinPart | null): boolean {
  if (part === null) return true;
  if (part.guestIds && !part.guestIds.includes(guestId)) return false;
  if (part.tag !== undefined && !tags.includes(part.tag)) return false;
  return part.arrived === undefined || part.arrived === arrived > 0;
}
