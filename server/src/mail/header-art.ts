import { html, type Html } from "../http/html.ts";
import { COLUMNS, randomTile, type Random, type Tile } from "./header-art-tiles.ts";

const ROWS = 2;

/**
 * The strip on top of the product's own emails, drawn with table cells and round corners so that nothing is loaded.
 * Outlook has no round corners and gets a plain stripe.
 */
export function headerArt(): Html {
  const random = randomFrom("Turnout");
  const rows = times(ROWS, () => times(COLUMNS, () => randomTile(random)));
  const ground = rows[0]![0]!.ground;
  return html`<!--[if mso]><table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td height="14" bgcolor="${ground}" style="font-size:0;line-height:14px">&nbsp;</td></tr></table><![endif]-->
<!--[if !mso]><!--><table role="presentation" aria-hidden="true" width="100%" cellpadding="0" cellspacing="0" style="table-layout:fixed;border-collapse:collapse;background:${ground}">${rows.map((tiles) => html`<tr>${tiles.map(tileHtml)}</tr>`)}</table><!--<![endif]-->`;
}

function tileHtml({ ground, shape, corners = "0", width = 100, height = 100 }: Tile): Html {
  // Padding in % refers to the width, so a tile is square on every screen.
  const [above, beside] = [(100 - height) / 2, (100 - width) / 2];
  const drawn = `margin:${above}% ${beside}%;padding-bottom:${height}%;border-radius:${corners};background:${shape ?? ground}`;
  return html`<td style="padding:0;background:${ground};font-size:0;line-height:0"><div style="height:0;${drawn}"></div></td>`;
}

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

function randomFrom(seed: string): Random {
  let state = 2_166_136_261;
  for (const character of seed) state = Math.imul(state ^ character.codePointAt(0)!, 16_777_619);
  const next = () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
  return { next, pick: (from) => from[Math.floor(next() * from.length)]! };
}
