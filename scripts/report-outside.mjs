import { writeFileSync } from "node:fs";

/** A reporter of Vitest that writes the errors that belong to no test, of which its JSON report knows nothing. */
export default class ReportOutside {
  onTestRunEnd(_modules, errors) {
    const file = process.env.OUTSIDE_REPORT;
    if (file) writeFileSync(file, JSON.stringify(errors.map(({ stack, message }) => stack ?? message)));
  }
}
