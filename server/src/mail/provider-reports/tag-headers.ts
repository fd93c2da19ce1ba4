import type { ReportingProvider } from "./provider-names.ts";

/** The name of our tag among a provider's metadata, whose case it may change. */
export const TAG_NAME = "turnout";

/** The header that each provider repeats in what it reports. Recipients learn nothing by it that the return path does not say. */
const headers: Record<ReportingProvider, (tag: string) => [string, string]> = {
  "amazon-ses": (tag) => ["X-SES-MESSAGE-TAGS", `${TAG_NAME}=${tag}`],
  mailgun: (tag) => ["X-Mailgun-Variables", JSON.stringify({ [TAG_NAME]: tag })],
  postmark: (tag) => [`X-PM-Metadata-${TAG_NAME}`, tag],
  sendgrid: (tag) => ["X-SMTPAPI", JSON.stringify({ unique_args: { [TAG_NAME]: tag } })],
};

/** By which these providers name an email in what they report of it. */
export const tagHeaders = (providers: readonly ReportingProvider[], tag: string): Record<string, string> =>
  Object.fromEntries(providers.map((provider) => headers[provider](tag)));
