import { Trans, useLingui } from "@lingui/react/macro";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { type SubmitEvent, useState } from "react";
import { MAX_GATE } from "@turnout/contract/arrivals";
import type { DoorLink } from "@turnout/contract/door-links";
import { api, ApiError, read } from "../../api/client.ts";
import { useRefusalWords } from "../../api/use-refusal-words.ts";
import { QrCode } from "../../events/settings/qr-code.tsx";
import { ShareLink } from "../../events/settings/share-link.tsx";
import { Button } from "../../ui/button.tsx";
import { Dialog } from "../../ui/dialog.tsx";
import { Field } from "../../ui/field.tsx";
import { TextInput } from "../../ui/input.tsx";
import { RelativeTime } from "../../ui/relative-time.tsx";
import { showToast } from "../../ui/toast.ts";
import { Checkbox } from "../../ui/toggle.tsx";

/** Links by which others scan codes, some of them with the guest list, each with the name of its gate: to hand out, and to end. */
export function DoorLinksDialog({ eventId, title, onClose }: { eventId: string; title: string; onClose: () => void }) {
  const { t } = useLingui();
  const { links, run } = useDoorLinks(eventId);
  const [gate, setGate] = useState("");
  const [withList, setWithList] = useState(false);
  const [made, setMade] = useState<string | null>(null);
  const params = { path: { eventId } };

  async function make(event: SubmitEvent) {
    event.preventDefault();
    const link = await run(read(api.POST("/api/events/{eventId}/door/links", { params, body: { gate: gate.trim(), withList } })));
    if (!link) return;
    setMade(link.url);
    setGate("");
    setWithList(false); // chosen for one link: the next is another person's
  }
  const end = ({ id }: DoorLink) =>
    run(read(api.DELETE("/api/events/{eventId}/door/links/{linkId}", { params: { path: { eventId, linkId: id } } })));

  return (
    <Dialog open onClose={onClose} title={t`Let others scan`}>
      <p>
        <Trans>
          Whoever has such a link scans codes and lets people in. They see numbers (who has come, answers, the waitlist), and the guest list
          only if you add it.
        </Trans>
      </p>
      <form className="door-link-form" onSubmit={(event) => void make(event)}>
        <Field label={t`Name of the gate`}>
          <TextInput
            required
            maxLength={MAX_GATE}
            autoComplete="off"
            value={gate}
            onChange={(event) => setGate(event.currentTarget.value)}
          />
        </Field>
        <Checkbox
          label={t`With the guest list`}
          hint={t`Names and sizes of parties; of addresses only a hint such as m…a@example.org, where guests share a name. Guests are found by name, and the door goes on without a connection.`}
          checked={withList}
          onChange={setWithList}
        />
        <Button type="submit" look="primary" icon="link" disabled={gate.trim() === ""}>
          <Trans>Make a link</Trans>
        </Button>
      </form>
      {made && (
        <section className="door-link-made" aria-label={t`New link`}>
          <ShareLink url={made} title={title} />
          <QrCode text={made} label={t`QR code of the new link`} />
          <p className="muted">
            <Trans>It is shown this once. The other phone's camera opens it.</Trans>
          </p>
        </section>
      )}
      {links.length > 0 && (
        <ul className="door-links" aria-label={t`Links that work`}>
          {links.map((link) => (
            <li key={link.id}>
              <span>
                <strong dir="auto">{link.gate}</strong>
                <small className="muted">
                  {link.withList && <Trans>with the guest list · </Trans>}
                  <LastUse of={link} />
                </small>
              </span>
              <Button size="sm" aria-label={t`End the link of ${link.gate}`} onClick={() => void end(link)}>
                <Trans>End</Trans>
              </Button>
            </li>
          ))}
        </ul>
      )}
    </Dialog>
  );
}

function LastUse({ of: { usedAt, madeBy } }: { of: DoorLink }) {
  if (usedAt === null) return <Trans>by {madeBy}, not opened yet</Trans>;
  return (
    <Trans>
      by {madeBy}, opened <RelativeTime at={usedAt} />
    </Trans>
  );
}

/** The open links of an event, and `run`, which shows them anew after a change; null: it was refused, and that is said. */
function useDoorLinks(eventId: string) {
  const words = useRefusalWords();
  const client = useQueryClient();
  const queryKey = ["door links", eventId];
  const { data } = useQuery({
    queryKey,
    queryFn: () => read(api.GET("/api/events/{eventId}/door/links", { params: { path: { eventId } } })),
  });

  async function run<Result>(change: Promise<Result>): Promise<Result | null> {
    try {
      const result = await change;
      await client.invalidateQueries({ queryKey });
      return result;
    } catch (error) {
      showToast(error instanceof ApiError ? words(error.problem.code, error.problem.facts) : words("offline"), { tone: "danger" });
      return null;
    }
  }
  return { links: data?.links ?? [], run };
}
