import { Plural, useLingui } from "@lingui/react/macro";
import { useEffect, useState } from "react";
import { AvatarStack } from "../../ui/avatar.tsx";
import { Badge } from "../../ui/badge.tsx";
import { Cover, type CoverTheme } from "../../ui/cover.tsx";
import { serverNow } from "../../clock.ts";
import { formattingLocale } from "../../i18n.ts";
import { comingDay, outingThemes, partyThemes, seasonOf } from "./seasonal-posters.ts";

const cast = ["Ada", "Lin", "Grace", "Mary", "Tove", "Edith", "Joan", "Karl", "Sam", "Noor"].map((name) => ({
  id: `${name}-of-the-cast`,
  name,
}));
/** Movement that starts by itself must be over within five seconds. */
const ARRIVALS = 5;
const ARRIVAL_MS = 900;

/** Three example invitations, one of them filling up. A picture with one sentence as its text alternative. */
export function PosterWall() {
  const { t } = useLingui();
  const arrived = useArrivals();
  const { party, outing, book, seasons } = usePosters();
  return (
    <div
      className="home-wall"
      role="img"
      aria-label={t`Three example invitations: a party, a book club and a day out, each with the faces of those who are going.`}
    >
      <Poster theme={outingThemes[seasons.outing]} seed="lake-day" {...outing} going={17} from={6} />
      <Poster theme="grid" seed="book-club" {...book} going={9} from={3} />
      <Poster theme={partyThemes[seasons.party]} seed="roof-party" {...party} going={37 + arrived} arrived={arrived} />
    </div>
  );
}

/** Example events for the coming season. */
function usePosters() {
  const { t, i18n } = useLingui();
  const [now] = useState(() => new Date(serverNow()));
  const words = new Intl.DateTimeFormat(formattingLocale(i18n.locale), {
    weekday: "short",
    day: "numeric",
    month: "long",
    hour: "numeric",
    minute: "2-digit",
  });
  const [party, outing, book] = [comingDay(now, 5, [19, 0]), comingDay(now, 0, [10, 0]), comingDay(now, 3, [19, 30])];
  const parties = {
    winter: t`Mulled wine by the fire`,
    spring: t`Spring on the roof`,
    summer: t`Summer on the roof`,
    autumn: t`Harvest supper`,
  };
  const outings = {
    winter: t`Sunday in the snow`,
    spring: t`Sunday in the park`,
    summer: t`Sunday at the lake`,
    autumn: t`Sunday in the woods`,
  };
  const seasons = { party: seasonOf(party), outing: seasonOf(outing) };
  return {
    seasons,
    party: { title: parties[seasons.party], when: words.format(party) },
    outing: { title: outings[seasons.outing], when: words.format(outing) },
    book: { title: t`Book club, chapter nine`, when: words.format(book) },
  };
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
