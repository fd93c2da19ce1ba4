import { memo, useEffect, useMemo } from "react";
import { SHEET } from "@turnout/contract/cover/art";
import { coverThemes, drawCover } from "@turnout/contract/cover/draw-cover";
import type { Cover as CoverChoice } from "@turnout/contract/events";
import "./cover.css";

export type CoverTheme = CoverChoice["theme"];

export { coverThemes };

/** An event's picture: the uploaded one, or else a print made from theme and seed (the event's id). Decorative: it has no text alternative. */
export const Cover = memo(function Cover({ theme, seed, imageUrl }: { theme: CoverTheme; seed: string; imageUrl?: string | null }) {
  const art = useMemo(() => drawCover(theme, seed), [theme, seed]);
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

/** Gives the whole page a cover's theme while the calling component is mounted. */
export function useCoverTheme(theme: CoverTheme | null) {
  useEffect(() => {
    if (!theme) return;
    document.documentElement.dataset["cover"] = theme;
    return () => void delete document.documentElement.dataset["cover"];
  }, [theme]);
}
