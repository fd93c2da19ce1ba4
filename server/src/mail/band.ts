import { html, type Html } from "../http/html.ts";
import { COLUMNS, scraps, type Chance, type Tile } from "./band-tiles.ts";

const ROWS = 2;

/**
 * The printed strip on top of the product's own mails: squares and round corners, nothing that would have to be loaded.
 * Outlook, which knows no round corners, gets a plain stripe.
 */
export function band(): Html {
  const chance = chanceFrom("Turnout");
  const rows = times(ROWS, () => times(COLUMNS, () => scraps(chance)));
  const ground = rows[0]![0]!.ground;
  return html`<!--[if mso]><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td height="14" bgcolor="${ground}" style="font-size:0;line-height:14px">&nbsp;</td></tr></table><![endif]-->
<!--[if !mso]><!--><table role="presentation" aria-hidden="true" width="100%" cellpadding="0" cellspacing="0" style="table-layout:fixed;border-collapse:collapse;background:${ground}">${rows.map((tiles) => html`<tr>${tiles.map(tileHtml)}</tr>`)}</table><!--<![endif]-->`;
}

function tileHtml({ ground, shape, corners = "0", width = 100, height = 100 }: Tile): Html {
  // A padding is a share of the width, so a tile is as high as it is wide, on every screen.
  const [above, beside] = [(100 - height) / 2, (100 - width) / 2];
  const drawn = `margin:${above}% ${beside}%;padding-bottom:${height}%;border-radius:${corners};background:${shape ?? ground}`;
  return html`<td style="padding:0;background:${ground};font-size:0;line-height:0"><div style="height:0;${drawn}"></div></td>`;
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

function chanceFrom(seed: string): Chance {
  let state = 2_166_136_261;
  for (const letter of seed) state = Math.imul(state ^ letter.codePointAt(0)!, 16_777_619);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { next, pick: (from) => from[Math.floor(next() * from.length)]! };
}
