import { memo, useEffect, useMemo } from "react";
import type { Cover as CoverChoice } from "@turnout/contract/events";
import { type Draw, randomFrom, SHEET } from "./cover/art.ts";
import { bloom } from "./cover/bloom.ts";
import { botanical } from "./cover/botanical.ts";
import { confetti } from "./cover/confetti.ts";
import { grid } from "./cover/grid.ts";
import { night } from "./cover/night.ts";
import { paper } from "./cover/paper.ts";
import { sunrise } from "./cover/sunrise.ts";
import { waves } from "./cover/waves.ts";
import "./cover.css";

export type CoverTheme = CoverChoice["theme"];

const drawings: Record<CoverTheme, Draw> = { confetti, sunrise, waves, grid, botanical, night, paper, bloom };
export const coverThemes = Object.keys(drawings) as CoverTheme[];

/** An event's picture: the uploaded one, or else a print made from theme and seed (the event's id). A decoration: it has no words. */
export const Cover = memo(function Cover({ theme, seed, imageUrl }: { theme: CoverTheme; seed: string; imageUrl?: string | null }) {
  const art = useMemo(() => drawings[theme](randomFrom(`${theme} ${seed}`)), [theme, seed]);
  if (imageUrl) return <img className="cover" src={imageUrl} alt="" />;
  return (
    <svg
      className="cover"
      viewBox={`0 0 ${SHEET.width} ${SHEET.height}`}
      preserveAspectRatio="xMidYMid slice"
      aria-hidden="true"
      focusable="false"
    >
      <rect width="100%" height="100%" fill={art.paper} />
      {art.layers.map(({ multiply, d, fill = "none", ...rest }, index) => (
        <path key={index} d={d} fill={fill} className={multiply ? "cover-multiply" : undefined} {...rest} />
      ))}
    </svg>
  );
});

/** Dyes the whole page in a cover's colours while the calling page is shown. */
export function useCoverMood(theme: CoverTheme | null) {
  useEffect(() => {
    if (!theme) return;
    document.documentElement.dataset["cover"] = theme;
    return () => void delete document.documentElement.dataset["cover"];
  }, [theme]);
}
