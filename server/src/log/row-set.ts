/** Steps that undo a refused decision, newest first. */
export type Journal = (() => void)[];

/** The rows of one table that a batch works on. A refused decision's changes are undone. */
export interface RowSet<Row extends { id: string }> {
  get(id: string | null | undefined): Readonly<Row> | undefined;
  all(): Readonly<Row>[];
  find(matches: (row: Readonly<Row>) => boolean): Readonly<Row> | undefined;
  add(row: Row): Readonly<Row>;
  change(id: string, patch: Partial<Row>): Readonly<Row>;
  remove(id: string): void;
}

export interface TrackedRowSet<Row extends { id: string }> extends RowSet<Row> {
  /** Adds rows read from the database; rows that are here already stay, since decisions may have changed them. */
  take(rows: Row[]): void;
  /** Takes rows as an earlier batch leaves them in the database, whatever is read of them; undefined: it removes the row. */
  carry(rows: ReadonlyMap<string, Row | undefined>): void;
  /** What `carry` of the next batch takes. */
  touched(): ReadonlyMap<string, Row | undefined>;
  changes(): { added: Row[]; changed: Row[]; columns: string[]; removed: string[] };
}

export function createRowSet<Row extends { id: string }>(journal: Journal): TrackedRowSet<Row> {
  const rows = new Map<string, Row>();
  /** The rows as they are in the database. */
  const stored = new Map<string, Row>();
  const touched = new Set<string>();
  /** Rows that are not in the database any more, though a reading from before may hold them. */
  const gone = new Set<string>();

  function put(id: string, row: Row | undefined) {
    const before = rows.get(id);
    const wasTouched = touched.has(id);
    if (row) rows.set(id, row);
    else rows.delete(id);
    touched.add(id);
    journal.push(() => {
      if (before) rows.set(id, before);
      else rows.delete(id);
      if (!wasTouched) touched.delete(id);
    });
  }

  return {
    get: (id) => (id == null ? undefined : rows.get(id)),
    all: () => [...rows.values()],
    find(matches) {
      for (const row of rows.values()) if (matches(row)) return row;
      return undefined;
    },
    add(row) {
      put(row.id, row);
      return row;
    },
    change(id, patch) {
      const row = rows.get(id);
      if (!row) throw new Error(`changed a row that was not loaded: ${id}`);
      const changed = { ...row, ...patch };
      put(id, changed);
      return changed;
    },
    remove: (id) => void (rows.has(id) && put(id, undefined)),
    take(fresh) {
      for (const row of fresh) {
        if (stored.has(row.id) || gone.has(row.id)) continue;
        stored.set(row.id, row);
        if (!touched.has(row.id)) rows.set(row.id, row);
      }
    },
    carry(left) {
      for (const [id, row] of left) {
        if (!row) gone.add(id);
        else {
          stored.set(id, row);
          rows.set(id, row);
        }
      }
    },
    touched: () => new Map([...touched].map((id) => [id, rows.get(id)])),
    changes() {
      const now = [...touched].flatMap((id) => rows.get(id) ?? []);
      const changed = now.filter(({ id }) => stored.has(id));
      return {
        added: now.filter(({ id }) => !stored.has(id)),
        changed,
        columns: [...new Set(changed.flatMap((row) => differences(stored.get(row.id)!, row)))],
        removed: [...touched].filter((id) => stored.has(id) && !rows.has(id)),
      };
    },
  };
}

function differences<Row extends object>(before: Row, after: Row): string[] {
  return (Object.keys(after) as (keyof Row & string)[]).filter((column) => !isSame(before[column], after[column]));
}

/** A list or object that was made anew with the same content is not written anew. */
function isSame(before: unknown, after: unknown): boolean {
  if (before === after) return true;
  if (typeof before !== "object" || typeof after !== "object" || !before || !after) return false;
  return JSON.stringify(before) === JSON.stringify(after);
}
