/** What people are promised. A pod carries what it carries within these; the chart's alerts fire beyond them. */
export const objectives = {
  /** Largest share of requests that fail. */
  failed: 0.001,
  /** How long 99 of 100 requests take at most (ms). */
  answeredWithin: 1_000,
  /** How long after it was due 99 of 100 messages are on open pages at most (ms). */
  shownWithin: 1_000,
};
