import type { RunStatement } from "../db/statements.ts";

/** `$1`: accounts. Of their drafts, those that nobody else hosts. */
export const HOSTED_BY_THESE_ALONE = `exists (select from hosts where event_id = events.id and id = any($1::uuid[]))
  and not exists (select from hosts where event_id = events.id and id <> all($1::uuid[]))`;
/** `$1`: events. */
export const OF_THESE = "id = any($1::uuid[])";

/**
 * Removes those drafts that a condition on `events` names by `ids`, with all that belongs to them; their pictures only where no other
 * event has them, since copies share one. Returns how many there were.
 */
export async function removeDrafts(run: RunStatement, condition: string, ids: string[]): Promise<number> {
  const { rows } = await run(
    `with removed as (delete from events where status = 'draft' and ${condition} returning id, cover_image_id),
      pictures as (delete from images where id in (select cover_image_id from removed)
        and not exists (select from events where cover_image_id = images.id and id not in (select id from removed)))
    select from removed`,
    [ids],
  );
  return rows.length;
}
