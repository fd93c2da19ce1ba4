import { Trans, useLingui } from "@lingui/react/macro";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { Button, IconButton } from "../../../ui/button.tsx";
import { Icon, type IconName } from "../../../ui/icons.tsx";
import { Notice } from "../../../ui/notice.tsx";
import { Switch } from "../../../ui/toggle.tsx";
import { useTimeFormat } from "../../../ui/relative-time.tsx";
import { stayAwake } from "../stay-awake.ts";
import { useFullScreen } from "../use-full-screen.ts";
import type { Arrive } from "../use-arrivals.ts";
import { toneOf, type ScanOutcome, type ScanTone } from "./scan-outcome.ts";
import { useScanWords } from "./scan-words.tsx";
import { allowSounds, isMuted, setMuted } from "./signals.ts";
import { hasTorch, setTorch } from "./torch.ts";
import { useCamera } from "./use-camera.ts";
import { type Scan, useScans } from "./use-scans.ts";
import "../full-screen.css";
import "./scanner.css";

interface Props {
  /** Says what a scanned text is. */
  check: (text: string) => Promise<ScanOutcome>;
  arrive: Arrive;
  /** What a hand scanner has typed, or null: nothing yet. */
  typed: { text: string } | null;
  /** Left out: there is nothing else on the page. */
  onClose?: () => void;
}

/** The camera of a door, what the last code came to, and the last ten. */
export function Scanner({ check, arrive, typed, onClose }: Props) {
  const { t } = useLingui();
  const { scans, scan, letIn, undo } = useScans(check, arrive);
  const [isLooking, setLooking] = useState(typed === null);
  const [muted, mute] = useState(isMuted);
  const { isFull, enter, leave } = useFullScreen();
  const section = useRef<HTMLElement>(null);
  const takeTyped = useEffectEvent(scan);
  useEffect(allowSounds, []);
  useEffect(stayAwake, []);
  useEffect(() => {
    section.current!.scrollIntoView(); // a promise in some browsers, so that it is not returned
  }, []);
  useEffect(() => {
    if (typed) takeTyped(typed.text);
  }, [typed]);
  const [last, ...earlier] = scans;

  return (
    <section ref={section} className="scanner" aria-label={t`Scan codes`}>
      {isLooking && <Camera onSeen={scan} />}
      <div className="scanner-result" role="alert">
        {last ? <ScanCard key={last.id} scan={last} letIn={letIn} undo={undo} /> : <Waiting />}
      </div>
      <div className="scanner-bar">
        <Button icon="video" onClick={() => setLooking(!isLooking)}>
          {isLooking ? <Trans>Camera off</Trans> : <Trans>Camera on</Trans>}
        </Button>
        <Switch label={t`Sound`} checked={!muted} onChange={(isOn) => (setMuted(!isOn), mute(!isOn), allowSounds())} />
        <Button onClick={isFull ? leave : enter}>{isFull ? <Trans>Leave full screen</Trans> : <Trans>Full screen</Trans>}</Button>
        {onClose && <IconButton icon="x" label={t`Close the scanner`} onClick={onClose} />}
      </div>
      {earlier.length > 0 && (
        <ul className="scanner-earlier" aria-label={t`Earlier scans`}>
          {earlier.map((one) => (
            <EarlierScan key={one.id} scan={one} undo={undo} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Waiting() {
  return (
    <p className="scan-card muted">
      <Trans>Hold a code in front of the camera, or use a hand scanner.</Trans>
    </p>
  );
}

function Camera({ onSeen }: { onSeen: (text: string) => void }) {
  const { t } = useLingui();
  const video = useRef<HTMLVideoElement>(null);
  const { state, track } = useCamera(video, onSeen);
  const isBroken = state === "refused" || state === "missing";
  return (
    <div className="scanner-camera">
      <video ref={video} playsInline muted aria-label={t`What the camera sees`} hidden={isBroken} />
      {track && hasTorch(track) && <Light track={track} />}
      {state === "refused" && (
        <Notice tone="warning" title={t`The camera is not allowed`}>
          <Trans>Allow it in the browser's settings for this page, or use a hand scanner.</Trans>
        </Notice>
      )}
      {state === "missing" && (
        <Notice tone="warning" title={t`No camera can be used`}>
          <Trans>A hand scanner works without one.</Trans>
        </Notice>
      )}
    </div>
  );
}

/** The camera's own light, for a door in the dark. It goes off with the camera. */
function Light({ track }: { track: MediaStreamTrack }) {
  const [isOn, setOn] = useState(false);
  const toggle = async () => {
    if (await setTorch(track, !isOn)) setOn(!isOn);
  };
  return (
    <Button icon="sun" onClick={() => void toggle()}>
      {isOn ? <Trans>Light off</Trans> : <Trans>Light on</Trans>}
    </Button>
  );
}

const icons: Record<ScanTone, IconName> = { green: "check", amber: "alert", red: "x" };
const toneFor = (scan: Scan): ScanTone => (scan.failed ? "red" : toneOf(scan));

interface CardProps {
  scan: Scan;
  letIn: (scan: Scan, people: number, override?: boolean) => Promise<void>;
  undo: (scan: Scan) => Promise<void>;
}

/** The whole width in the colour of its kind, with words for those who do not see it, and what can be done. */
function ScanCard({ scan, letIn, undo }: CardProps) {
  const { head, more } = useScanWords()(scan);
  const tone = toneFor(scan);
  const { kind, left, guest } = scan;
  return (
    <div className={`scan-card scan-${tone}`}>
      <Icon name={icons[tone]} size={44} />
      <p className="scan-words">
        <strong dir="auto">{head}</strong>
        <span>{more}</span>
      </p>
      {kind === "welcome" && left > 0 && <Party left={left} letIn={(people) => void letIn(scan, people)} />}
      {(kind === "noSeat" || kind === "unlisted") && (
        <Button onClick={() => void letIn(scan, 1)}>
          <Trans>Let in anyway</Trans>
        </Button>
      )}
      {kind === "alreadyIn" && guest && (
        <Button icon="user-plus" onClick={() => void letIn(scan, 1, true)}>
          <Trans>One more came along</Trans>
        </Button>
      )}
      {scan.undos.length > 0 && (
        <Button onClick={() => void undo(scan)}>
          <Trans>Undo</Trans>
        </Button>
      )}
    </div>
  );
}

/** How many of a party come in: the whole of it first. */
function Party({ left, letIn }: { left: number; letIn: (people: number) => void }) {
  const { t } = useLingui();
  const counts = Array.from({ length: left }, (_, index) => left - index);
  return (
    <div className="scan-party" role="group" aria-label={t`How many come in?`}>
      {counts.map((count) => (
        <button key={count} type="button" className="scan-count" onClick={() => letIn(count)}>
          {count === left && left > 1 ? t`All ${count}` : count}
        </button>
      ))}
    </div>
  );
}

function EarlierScan({ scan, undo }: Pick<CardProps, "scan" | "undo">) {
  const { head, more } = useScanWords()(scan);
  const time = useTimeFormat({ timeStyle: "medium" });
  const tone = toneFor(scan);
  return (
    <li className={`scan-earlier scan-${tone}`}>
      <Icon name={icons[tone]} />
      <span className="scan-words">
        <strong dir="auto">{head}</strong>
        <small>
          {time.format(scan.at)} · {more}
        </small>
      </span>
      {scan.undos.length > 0 && (
        <Button size="sm" onClick={() => void undo(scan)}>
          <Trans>Undo</Trans>
        </Button>
      )}
    </li>
  );
}
