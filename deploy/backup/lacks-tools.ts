import { MissingTool } from "../failed.ts";
import { postgresPrograms } from "../gates/locked-tools.ts";
import { ageProgram } from "./settings.ts";

/** Whether tests with age and PostgreSQL's programs are left out: where they cannot be had. With REQUIRE_SERVERS set, as in CI, they fail instead. */
export async function lacksBackupTools(): Promise<boolean> {
  try {
    await ageProgram();
    await postgresPrograms();
    return false;
  } catch (error) {
    if (!(error instanceof MissingTool) || process.env.REQUIRE_SERVERS) throw error;
    return true;
  }
}
