import { z } from "zod";

/** Mail providers that tell what became of an email. */
export const ReportingProvider = z.enum(["amazon-ses", "mailgun", "postmark", "sendgrid"]);
export type ReportingProvider = z.infer<typeof ReportingProvider>;
