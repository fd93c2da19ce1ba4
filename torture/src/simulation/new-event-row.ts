import { eventColumns, type EventRow } from "../../../server/src/log/event-row.ts";

const fresh = Object.fromEntries(Object.entries(eventColumns).map(([name, column]) => [name, column.fresh]));

/** An event's row as the table's defaults make it. */
export const newEventRow = (id: string): EventRow => ({ ...(fresh as EventRow), id });
