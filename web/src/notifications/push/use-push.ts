import { useLingui } from "@lingui/react";
import { useCallback, useEffect, useState } from "react";
import type { Locale } from "@turnout/contract/locale";
import type { NotifiedBrowser, PushState } from "@turnout/contract/push";
import { type Refused, useSubmission } from "../../accounts/use-submission.ts";
import { api, read } from "../../api/client.ts";
import { howToAsk, subscribeHere, thisBrowser, unsubscribeHere } from "./this-browser.ts";

/** How this browser stands: it is notified (`on`), can be (`ready`), or why it cannot. `off`: the operator has switched web push off. */
export type PushHere = "loading" | "off" | "on" | "ready" | "homeScreen" | "denied" | "unsupported";

export interface Push {
  here: PushHere;
  browsers: readonly NotifiedBrowser[];
  /** The id of this browser, if it is notified. */
  thisId: string | null;
  /** Asks the reader; from a click only. Also changes what is hidden on a browser that is on. */
  turnOn(hidesDetails: boolean): void;
  turnOff(subscriptionId: string): void;
  pending: boolean;
  refusal: Refused | null;
}

type Known = PushState & { thisId: string | null };

/** The reader's browsers that are notified, and this one among them. `onTurnedOn` is called when the reader has said yes. */
export function usePush(onTurnedOn?: () => void): Push {
  const { i18n } = useLingui();
  const [known, setKnown] = useState<Known | null>(null);
  const show = useCallback(async (state: PushState) => {
    // A browser that will not say how it stands, as some do in private windows, is not notified.
    const thisId = await thisBrowser(state).catch(() => null);
    setKnown({ ...state, thisId });
  }, []);
  useEffect(() => {
    read(api.GET("/api/push")).then(show, () => {});
  }, [show]);

  async function subscribe(hidesDetails: boolean): Promise<PushState | null> {
    const subscription = await subscribeHere(known!.serverKey!);
    if (!subscription) return null;
    return read(api.PUT("/api/push", { body: { ...subscription, locale: i18n.locale as Locale, hidesDetails } }));
  }
  async function end(subscriptionId: string): Promise<PushState> {
    await read(api.DELETE("/api/push/{subscriptionId}", { params: { path: { subscriptionId } } }));
    if (subscriptionId === known?.thisId) await unsubscribeHere();
    return read(api.GET("/api/push"));
  }
  const on = useSubmission(subscribe, (state) => {
    if (!state) return setKnown((now) => now && { ...now }); // denied, or asked another time
    void show(state);
    onTurnedOn?.();
  });
  const off = useSubmission(end, (state) => void show(state));

  return {
    here: hereOf(known),
    browsers: known?.browsers ?? [],
    thisId: known?.thisId ?? null,
    turnOn: (hidesDetails) => void on.submit(hidesDetails),
    turnOff: (id) => void off.submit(id),
    pending: on.pending || off.pending,
    refusal: on.refusal ?? off.refusal,
  };
}

function hereOf(known: Known | null): PushHere {
  if (!known) return "loading";
  if (known.serverKey === null) return "off";
  return known.thisId === null ? howToAsk() : "on";
}
