-- What is written for every answer weighs less: entries are kept as the text they are sent as, the guest that an entry
-- is about is a column and not something to dig out of it, and an answer can be changed without touching an index.
-- Entries from now on leave the first faces and the reader's own answer to be worked out, so that positions taken
-- before mean nothing any more: a new epoch makes every reader load a fresh picture.
alter table event_log add column about uuid;
update event_log set about = coalesce(body -> 'guest' ->> 'guestId', body ->> 'guestId')::uuid;
drop index event_log_by_guest;
create index event_log_by_guest on event_log (event_id, about, seq) where about is not null;
alter table event_log
  alter column actor type json using actor::json,
  alter column context type json using context::json,
  alter column body type json using body::json;

drop index command_results_by_age;
create index command_results_by_age on command_results using brin (at);
alter table command_results alter column result type json using result::json;

drop index guests_by_answer;
alter table guests set (fillfactor = 50);

update instance set epoch = gen_random_uuid();
