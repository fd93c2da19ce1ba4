import { fileURLToPath } from "node:url";
import { createApp } from "./app.ts";
import { keptCalendarHost } from "./calendar/calendar-host.ts";
import { openJobs } from "./jobs/jobs.ts";
import { MailServerFailed } from "./mail/transport.ts";
import { runProcess, type Running, type Surroundings } from "./run-process.ts";
import { tellWhatToOpen } from "./seed/tell.ts";
import { serveMetrics } from "./telemetry/metrics.ts";

const webFolder = fileURLToPath(new URL("../../web/dist", import.meta.url));

await runProcess(serve);

/** One process of Turnout, in the roles that it was given. */
async function serve({ config, database }: Surroundings): Promise<Running> {
  const jobs = await openJobs(database.url, (error) => {
    // Trouble with the mail server is told once for all the mails that wait because of it.
    if (!((error as Error).cause instanceof MailServerFailed)) process.stderr.write(`jobs: ${String(error)}\n`);
  });
  const calendarHost = await keptCalendarHost(database.db, config.publicUrl);
  const app = await createApp({ ...config, database, jobs, webFolder, calendarHost });
  const metrics = config.metricsPort === null ? null : await serveMetrics(app.metrics, config.metricsPort, "127.0.0.1");
  if (config.roles.includes("api")) await app.server.listen({ port: config.port, host: config.host, backlog: 4_096 });
  if (config.roles.includes("worker")) await app.work();
  await tellWhatToOpen(app, config);
  return {
    async close() {
      await app.stop();
      await jobs.stop();
      metrics?.close();
    },
  };
}
