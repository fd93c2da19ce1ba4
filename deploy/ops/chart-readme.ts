import { writeFileSync } from "node:fs";
import { readmeFile, readmeOfNow } from "../helm/readme.ts";

export const about = "Writes the chart's values, with what they are and mean, into its README";

export async function run(): Promise<void> {
  writeFileSync(readmeFile, readmeOfNow());
}
