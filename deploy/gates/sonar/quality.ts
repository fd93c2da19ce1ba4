import type { AskSonar } from "./api.ts";
import { rulesOff } from "./rules.ts";

/** The gate: what a project may have at most. On all of its code, because the default one lets a first analysis pass. */
const CONDITIONS = [
  { metric: "violations", op: "GT", error: "0" },
  { metric: "security_hotspots_reviewed", op: "LT", error: "100" },
  { metric: "duplicated_lines_density", op: "GT", error: "3" },
];
const NAME = "turnout";

/** Sets the gate and the rules, and returns a token for analyses. */
export async function setQuality(ask: AskSonar): Promise<string> {
  await setGate(ask);
  for (const language of ["ts", "js"]) await setRules(ask, language);
  return (await ask<{ token: string }>("POST", "user_tokens/generate", { name: NAME, type: "GLOBAL_ANALYSIS_TOKEN" })).token;
}

async function setGate(ask: AskSonar) {
  await ask("POST", "qualitygates/create", { name: NAME });
  const { conditions } = await ask<{ conditions: { id: string }[] }>("GET", "qualitygates/show", { name: NAME });
  for (const { id } of conditions) await ask("POST", "qualitygates/delete_condition", { id });
  for (const condition of CONDITIONS) await ask("POST", "qualitygates/create_condition", { gateName: NAME, ...condition });
  await ask("POST", "qualitygates/set_as_default", { name: NAME });
}

/** SonarQube's own rules without those of `rulesOff`. */
async function setRules(ask: AskSonar, language: string) {
  const { profiles } = await ask<{ profiles: { key: string; name: string }[] }>("GET", "qualityprofiles/search", { language });
  const own = profiles.find(({ name }) => name === "Sonar way")!;
  const { key } = await ask<{ key: string }>("POST", "qualityprofiles/copy", { fromKey: own.key, toName: NAME });
  const repository = language === "ts" ? "typescript" : "javascript";
  for (const rule of Object.keys(rulesOff).map((name) => `${repository}:${name}`)) {
    const { total } = await ask<{ total: number }>("GET", "rules/search", { rule_key: rule });
    if (total > 0) await ask("POST", "qualityprofiles/deactivate_rule", { key, rule }); // some are of TypeScript alone
  }
  await ask("POST", "qualityprofiles/set_default", { language, qualityProfile: NAME });
}
