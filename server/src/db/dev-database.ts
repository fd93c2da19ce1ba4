import type { EmbeddedOptions, EmbeddedPostgres } from "../../../dev-database/src/embedded-postgres.ts";

/**
 * Starts the PostgreSQL that comes with the source. A production installation does not contain it, so it is imported
 * here only, and on demand.
 */
export async function startDevDatabase(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  const { startEmbeddedPostgres } = await import("../../../dev-database/src/embedded-postgres.ts").catch((error: Error) => {
    if ((error as NodeJS.ErrnoException).code !== "ERR_MODULE_NOT_FOUND") throw error;
    throw new Error("this installation comes without a PostgreSQL: set DATABASE_URL to one of your own", { cause: error });
  });
  return startEmbeddedPostgres(options);
}
