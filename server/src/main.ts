import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { announceProcess } from "./operator/processes.ts";
import { createApp } from "./app.ts";
import { keptCalendarHost } from "./calendar/calendar-host.ts";
import { changing } from "./changing.ts";
import { collectAtRest } from "./collect-at-rest.ts";
import { scheduleBackups } from "./db/backup-schedule.ts";
import { openJobs } from "./jobs/jobs.ts";
import { MailServerFailed } from "./mail/transport.ts";
import { runProcess, type Running, type Surroundings } from "./run-process.ts";
import { printWhatToOpen } from "./seed/start-message.ts";
import { serveOperator } from "./telemetry/operator-port.ts";

const webFolder = fileURLToPath(new URL("../../web/dist", import.meta.url));

await runProcess(serve);

/** Starts a Turnout process in its configured roles. */
async function serve({ config, database, logger, tracing, refusedSettings, stop }: Surroundings): Promise<Running> {
  const tell = (error: unknown) => {
    // The transport reports failures of the mail server, once for all waiting emails.
    if (!((error as Error).cause instanceof MailServerFailed)) logger.error({ error }, "jobs");
  };
  const jobs = await openJobs(database.url, tell, { migrations: config.migrations });
  if (config.roles.includes("migrate")) {
    stop("the database is up to date");
    return { close: () => jobs.stop() };
  }
  const calendarHost = await keptCalendarHost(database.db, config.publicUrl);
  const app = await createApp({ ...config, database, logger, tracing, refusedSettings, jobs, webFolder, calendarHost });
  const { metricsPort, metricsHost } = config;
  const operator = metricsPort === null ? null : await serveOperator(app, { port: metricsPort, host: metricsHost });
  if (operator) {
    const { address, port } = operator.address() as AddressInfo;
    logger.info({ "server.address": address, "server.port": port }, "metrics and probes");
  }
  if (config.roles.includes("api")) await app.listen(config);
  if (config.roles.includes("worker")) await app.work();
  const stopBackups = config.backupEvery === null ? null : await startBackups(config.backupEvery);
  await printWhatToOpen(app, config);
  const stopCollecting = collectAtRest();
  const announced = announceProcess({
    ...app.deps,
    roles: config.roles,
    connections: app.connections,
    refusals: app.metrics.limited,
    onError: (error) => logger.error({ error }, "this process cannot say that it is there"),
  });
  return {
    async leave(hurry) {
      app.leave();
      const serves = config.roles.includes("api");
      if (serves) await sleep(config.shutdownNotice, undefined, { signal: hurry }).catch(() => {}); // cut short
    },
    async close() {
      stopCollecting();
      stopBackups?.();
      await announced.stop();
      await app.stop();
      await jobs.stop();
      operator?.close();
    },
  };

  function startBackups(every: number) {
    return scheduleBackups({
      home: config.dataFolder,
      url: changing(database.url).current,
      folder: config.backupFolder,
      keep: config.backupsKept,
      every,
      tell: app.metrics.tellBackup,
      onError: (error) => logger.error({ error }, "the backup failed; the one before is kept"),
    });
  }
}
