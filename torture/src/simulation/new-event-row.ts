import { eventColumns } from "../../../server/src/log/table-columns.ts";
import type { EventRow } from "../../../server/src/log/event-row.ts";

const fresh = Object.fromEntries(Object.entries(eventColumns).map(([name, column]) => [name, column.fresh])) as unknown as EventRow;

/** An event's row as the table's defaults make it. */
export const newEventRow = (id: string): EventRow => ({ ...fresh, id });
