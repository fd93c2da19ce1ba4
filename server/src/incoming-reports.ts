import type { FastifyInstance } from "fastify";
import type { Logger } from "pino";
import { changing, type Changing } from "./changing.ts";
import type { OpenCounter } from "./http/rate-counters.ts";
import { mailOfTag } from "./mail/inbound/mail-tag.ts";
import { adaptersFor, type ReportSettings } from "./mail/provider-reports/providers.ts";
import { readAmazonUrl } from "./mail/provider-reports/read-amazon-url.ts";
import { reportRoutes, TOKEN_KEPT, type ReportRoutesDeps } from "./mail/provider-reports/report-routes.ts";
import type { ReadUrl } from "./mail/provider-reports/sns-message.ts";
import { createTakeReport, type TakeReportDeps } from "./notifications/take-report.ts";

interface IncomingReportsDeps extends TakeReportDeps, Pick<ReportRoutesDeps, "count" | "now" | "noteOpen"> {
  reports: ReportSettings;
  openCounter: OpenCounter;
  logger: Pick<Logger, "info">;
  /** Reads certificates, and confirms subscriptions, at Amazon. */
  readUrl?: ReadUrl;
}

/** Takes what mail providers tell of emails that they took from us. */
export function incomingReports(server: FastifyInstance, deps: IncomingReportsDeps): void {
  const { reports, openCounter, logger, readUrl = readAmazonUrl, secret, count, now, noteOpen } = deps;
  const orNull = (value: string | Changing<string> | null) => (value === null ? null : changing(value));
  const settings: ReportSettings<Changing<string>> = {
    sesTopic: reports.sesTopic,
    mailgunKey: orNull(reports.mailgunKey),
    sendgridKey: orNull(reports.sendgridKey),
    postmarkSecret: orNull(reports.postmarkSecret),
  };
  reportRoutes(server, {
    adapters: adaptersFor(settings, {
      readUrl,
      onConfirmed: () => logger.info("the SNS topic of DELIVERY_REPORTS_SES is confirmed: Amazon SES tells what becomes of email"),
    }),
    mailOf: (tag) => mailOfTag(secret, tag),
    take: createTakeReport(deps),
    tokens: openCounter(TOKEN_KEPT),
    count,
    now,
    ...(noteOpen && { noteOpen }),
  });
}
