import { Plural, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { AvatarStack } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Cover, type CoverTheme } from "../../ui/cover.tsx";

const cast = ["Ada", "Lin", "Grace", "Mary", "Tove", "Edith", "Joan", "Karl", "Sam", "Noor"].map((name) => ({
  id: `${name}-of-the-cast`,
  name,
}));
/** Movement that starts by itself must be over within five seconds. */
const ARRIVALS = 5;
const ARRIVAL_MS = 900;

/** Three invitations on a wall, one of them filling up. A picture for those who see it, one sentence for those who do not. */
export function PosterWall() {
  const { t } = useLingui();
  const arrived = useArrivals();
  return (
    <div
      className="home-wall"
      role="img"
      aria-label={t`Three example invitations: a roof party, a book club and a day at the lake, each with the faces of those who are going.`}
    >
      <Poster theme="waves" seed="lake-day" title={t`Sunday at the lake`} when={t`Sun 11 July, 10:00`} going={17} from={6} />
      <Poster theme="grid" seed="book-club" title={t`Book club, chapter nine`} when={t`Wed 30 June, 19:30`} going={9} from={3} />
      <Poster
        theme="confetti"
        seed="roof-party"
        title={t`Summer on the roof`}
        when={t`Fri 18 June, 19:00`}
        going={37 + arrived}
        arrived={arrived}
      />
    </div>
  );
}

type PosterProps = { theme: CoverTheme; seed: string; title: string; when: string; going: number; from?: number; arrived?: number };

function Poster({ theme, seed, title, when, going, from = 0, arrived = 0 }: PosterProps) {
  const faces = Array.from({ length: 5 }, (_, place) => cast.at((from + ARRIVALS - arrived + place) % cast.length)!);
  return (
    <div className="poster" data-cover={theme} aria-hidden="true">
      <div className="poster-cover">
        <Cover theme={theme} seed={seed} />
      </div>
      <div className="poster-text">
        <p className="poster-title">{title}</p>
        <p className="poster-when">{when}</p>
        <div className="poster-faces">
          <AvatarStack people={faces} size={30} label="" />
          <Badge tone="going">
            <Plural value={going} one="# going" other="# going" />
          </Badge>
        </div>
      </div>
    </div>
  );
}

function useArrivals() {
  const [arrived, setArrived] = useState(0);
  useEffect(() => {
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
    const timer = setInterval(() => setArrived((count) => Math.min(ARRIVALS, count + 1)), ARRIVAL_MS);
    return () => clearInterval(timer);
  }, []);
  return arrived;
}
