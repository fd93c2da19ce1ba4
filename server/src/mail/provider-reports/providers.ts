import type { Changing } from "../../changing.ts";
import { amazonSes } from "./amazon-ses.ts";
import type { ReportAdapter } from "./adapter.ts";
import { mailgun } from "./mailgun.ts";
import { ReportingProvider } from "./provider-names.ts";
import { postmark } from "./postmark.ts";
import { sendgrid } from "./sendgrid.ts";
import type { ReadUrl } from "./sns-message.ts";

/** By what each proves itself; null: its reports are not taken. */
export interface ReportSettings<Secret = string | Changing<string>> {
  /** The SNS topic that Amazon SES publishes to. */
  sesTopic: string | null;
  mailgunKey: Secret | null;
  sendgridKey: Secret | null;
  postmarkSecret: Secret | null;
}

export const noReports: ReportSettings<never> = { sesTopic: null, mailgunKey: null, sendgridKey: null, postmarkSecret: null };

/** Those that are set up. */
export function providersOf({ sesTopic, mailgunKey, sendgridKey, postmarkSecret }: ReportSettings = noReports): ReportingProvider[] {
  const proofs = { "amazon-ses": sesTopic, mailgun: mailgunKey, postmark: postmarkSecret, sendgrid: sendgridKey };
  return ReportingProvider.options.filter((provider) => proofs[provider] !== null);
}

interface Outside {
  readUrl: ReadUrl;
  onConfirmed(): void;
}

/** The adapters of those that are set up. */
export function adaptersFor(
  { sesTopic, mailgunKey, sendgridKey, postmarkSecret }: ReportSettings<Changing<string>>,
  outside: Outside,
): Partial<Record<ReportingProvider, ReportAdapter>> {
  return {
    ...(sesTopic !== null && { "amazon-ses": amazonSes({ topic: sesTopic, ...outside }) }),
    ...(mailgunKey && { mailgun: mailgun(mailgunKey) }),
    ...(postmarkSecret && { postmark: postmark(postmarkSecret) }),
    ...(sendgridKey && { sendgrid: sendgrid(sendgridKey) }),
  };
}
