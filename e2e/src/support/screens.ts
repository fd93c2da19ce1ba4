import { mkdirSync } from "node:fs";
import { join, resolve } from "node:path";
import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";
import type { Device } from "./people.ts";

const PICTURES = resolve(import.meta.dirname, "../../screenshots");

/** A screen to look at, and how somebody gets there. */
export interface Screen {
  name: string;
  open(page: Page): Promise<unknown>;
}

/**
 * Goes to each screen and returns what axe finds wrong with it, in light and in dark. Everything but colour is the
 * same in both. With SCREENSHOTS=1 it also keeps a picture of each.
 */
export async function examine(page: Page, screens: Screen[], device: Device): Promise<string[]> {
  const found: string[] = [];
  await page.emulateMedia({ reducedMotion: "reduce", colorScheme: "light" });
  for (const { name, open } of screens) {
    await open(page);
    for (const theme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme: theme });
      await untilDrawn(page);
      if (process.env.SCREENSHOTS) await takePicture(page, `${name.replaceAll(/\W+/g, "-")}-${device}-${theme}`);
      const axe = new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ["violations"] });
      const { violations } = await (theme === "light" ? axe : axe.withRules("color-contrast")).analyze();
      found.push(
        ...violations.flatMap(({ id, nodes }) =>
          nodes.map((node) => `${name}, ${device}, ${theme}: ${id}: ${node.html.slice(0, 200)} (${node.failureSummary})`),
        ),
      );
    }
    await page.emulateMedia({ colorScheme: "light" });
  }
  return found;
}

/** Colours may be on their way from one theme to the other until a frame has been drawn. */
function untilDrawn(page: Page): Promise<unknown> {
  return page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

async function takePicture(page: Page, name: string) {
  mkdirSync(PICTURES, { recursive: true });
  await page.screenshot({ path: join(PICTURES, `${name}.png`) });
}
