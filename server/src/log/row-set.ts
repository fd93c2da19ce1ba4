/** What to undo when a decision is refused, newest first. */
export type Journal = (() => void)[];

/** The rows of one table that a batch works on. Changes are undone with the decision that made them. */
export interface RowSet<Row extends { id: string }> {
  get(id: string | null | undefined): Readonly<Row> | undefined;
  all(): Readonly<Row>[];
  find(matches: (row: Readonly<Row>) => boolean): Readonly<Row> | undefined;
  add(row: Row): Readonly<Row>;
  change(id: string, patch: Partial<Row>): Readonly<Row>;
  remove(id: string): void;
}

export interface TrackedRowSet<Row extends { id: string }> extends RowSet<Row> {
  /** Rows as read from the database; those already here win, since decisions may have changed them. */
  take(rows: Row[]): void;
  changed(): Row[];
  removed(): string[];
}

export function createRowSet<Row extends { id: string }>(journal: Journal): TrackedRowSet<Row> {
  const rows = new Map<string, Row>();
  const dirty = new Set<string>();
  const gone = new Set<string>();

  function put(row: Row) {
    const before = rows.get(row.id);
    const wasDirty = dirty.has(row.id);
    rows.set(row.id, row);
    dirty.add(row.id);
    journal.push(() => {
      if (before) rows.set(row.id, before);
      else rows.delete(row.id);
      if (!wasDirty) dirty.delete(row.id);
    });
    return row;
  }

  return {
    get: (id) => (id == null ? undefined : rows.get(id)),
    all: () => [...rows.values()],
    find(matches) {
      for (const row of rows.values()) if (matches(row)) return row;
      return undefined;
    },
    add: put,
    change(id, patch) {
      const row = rows.get(id);
      if (!row) throw new Error(`changed a row that was not asked for: ${id}`);
      return put({ ...row, ...patch });
    },
    remove(id) {
      const row = rows.get(id);
      if (!row) return;
      const wasDirty = dirty.delete(id);
      rows.delete(id);
      gone.add(id);
      journal.push(() => {
        rows.set(id, row);
        gone.delete(id);
        if (wasDirty) dirty.add(id);
      });
    },
    take(fresh) {
      for (const row of fresh) if (!rows.has(row.id)) rows.set(row.id, row);
    },
    changed: () => [...dirty].map((id) => rows.get(id)!),
    removed: () => [...gone],
  };
}
