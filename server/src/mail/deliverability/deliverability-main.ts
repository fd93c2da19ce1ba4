// npm run deliverability: what DNS says of the domains that emails come from. Exits with 1 where something is missing, wrong or unknown.
import { parseArgs } from "node:util";
import { CannotStart } from "../../cannot-start.ts";
import { readConfig } from "../../config.ts";
import { checkDeliverability } from "./check-deliverability.ts";
import { deliverabilityLines } from "./finding-lines.ts";
import { openLookups } from "./look-up.ts";
import { sendingOf } from "./sending-of.ts";

const { values } = parseArgs({
  options: {
    server: { type: "string", multiple: true },
    selector: { type: "string", multiple: true },
    dns: { type: "string", multiple: true },
  },
});

try {
  const config = readConfig(process.env);
  const sending = sendingOf(config, { servers: values.server ?? [], selectors: values.selector ?? [] });
  const findings = await checkDeliverability(openLookups(values.dns ?? null), sending);
  for (const line of deliverabilityLines(findings)) console.log(line);
  if (findings.some(({ verdict }) => verdict !== "good")) process.exitCode = 1;
} catch (error) {
  if (!(error instanceof CannotStart) && (error as { code?: string }).code !== "ERR_INVALID_ARG_TYPE") throw error;
  console.error((error as Error).message);
  process.exitCode = 1;
}
