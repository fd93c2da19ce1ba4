import { markupText, parseMarkup } from "@turnout/contract/markup";
import { phaseOf, type EventPhase } from "@turnout/contract/event-phase";
import { isolated } from "@turnout/contract/isolated";
import { coverPictureUrl } from "../events/cover-pictures.ts";
import { COVER_PICTURE } from "../pictures/limits.ts";
import { html, jsonForHtml, type Html } from "../http/html.ts";
import type { PageContent } from "../http/page.ts";
import { whenOf } from "./dates.ts";
import { pageWords } from "./words.ts";
import { opened, type KeptSnapshot } from "../log/kept-snapshots.ts";
import type { OwnPart, SharedPart } from "../log/load-snapshot.ts";
import type { AnySecrets } from "../secrets.ts";

/** Longest description in a link preview, in characters. */
const PREVIEW = 200;

/** The page of the web app that takes over. */
export const EVENT_APP = "event-page";

/** The event page as HTML that is readable without scripts, with the metadata that link previews use. */
export function eventPage(
  { shared: snapshot, text: json }: Pick<KeptSnapshot, "shared" | "text">,
  links: { publicUrl: string; secret: AnySecrets },
  { locale, dates, now }: { locale: string; dates: string; now: number },
): PageContent {
  const { details, eventId, hosts, tally } = snapshot;
  const words = pageWords(locale);
  const when = whenLine(snapshot, { locale, dates });
  const where = whereLine(snapshot, locale);
  const text = markupText(parseMarkup(details.description, { kind: "description" }));
  const names = new Intl.ListFormat(dates, { type: "conjunction" }).format(hosts.map((host) => isolated(host.name)));
  const phase = phaseOf(details, now);
  const covered = { id: eventId, cover_theme: details.cover.theme, cover_image_id: details.cover.imageId };
  return {
    title: details.title || words.untitled,
    description: preview([when, where, text].filter(Boolean).join(" · ")),
    url: `${links.publicUrl}/e/${eventId}`,
    image: {
      url: coverPictureUrl(links, covered),
      type: "image/jpeg",
      ...COVER_PICTURE,
      alt: words.coverOf(details.title || words.untitled),
    },
    locale,
    hidden: details.visibility !== "public",
    cover: details.cover.theme,
    app: EVENT_APP,
    data: `{"snapshot":${opened(jsonForHtml(json))}`,
    body: html`<main class="plain-page plain-event">
      ${notice(phase, details.cancelNote, words)}
      <h1 dir="auto">${details.title || words.untitled}</h1>
      ${names && html`<p>${words.hostedBy} <bdi>${names}</bdi></p>`}
      <p><time datetime="${(details.allDay ? details.starts : details.startsAt) ?? ""}">${when}</time></p>
      <p dir="auto">${where}</p>
      ${paragraphs(text)}
      ${tally.going > 0 && html`<p>${words.going(tally.going)}</p>`}
      <noscript>
        ${details.startsAt && (phase === "open" || phase === "closed") && html`<p><a href="/api/events/${eventId}/calendar.ics">${words.addToCalendar}</a></p>`}
        <p>${words.noScriptEvent} ${phase === "open" && words.noScriptAnswers}</p>
      </noscript>
    </main>`,
  };
}

/** What the app's `PhaseNotice` says, in short. */
function notice(phase: EventPhase, cancelNote: string | null, words: ReturnType<typeof pageWords>): Html | null {
  if (phase === "open") return null;
  const more = phase === "cancelled" ? cancelNote : phase === "closed" ? words.closedMore : null;
  return html`<p><strong>${words[phase]}</strong>${more && html`<br /><bdi>${more}</bdi>`}</p>`;
}

/** The reader's own part of the snapshot, which completes the page's data. */
export function ownData(own: OwnPart): string {
  return `${jsonForHtml(JSON.stringify(own)).slice(1)}}`;
}

/** Cut between characters: half a surrogate pair would be shown as a question mark. */
function preview(text: string): string {
  const characters = [...text];
  return characters.length <= PREVIEW ? text : `${characters.slice(0, PREVIEW - 1).join("")}…`;
}

function paragraphs(text: string): Html[] {
  return text
    .split(/\n{2,}/)
    .filter(Boolean)
    .map((part) => html`<p dir="auto">${part.split("\n").map((line, at) => html`${at > 0 && html`<br />`}${line}`)}</p>`);
}

function whenLine({ details }: SharedPart, { locale, dates }: { locale: string; dates: string }): string {
  const when = whenOf(details, dates);
  if (!when) return pageWords(locale).dateLater;
  const { allDay, start, end, city } = when;
  const from = `${start.weekday}, ${start.date}`;
  if (allDay) return end ? `${from} – ${end.weekday}, ${end.date}` : from;
  if (!end) return `${from}, ${start.time} (${city})`;
  return `${from}, ${start.time} – ${end.sameDay ? end.time : `${end.weekday}, ${end.date}, ${end.time}`} (${city})`;
}

function whereLine({ details: { place } }: SharedPart, locale: string): string {
  if (place.kind === "place") return [place.name, place.address].filter(Boolean).join(", ");
  return place.kind === "online" ? pageWords(locale).online : pageWords(locale).placeLater;
}
