-- Entries, results and messages are only ever added by the one writer, in a transaction that holds the lock of their
-- event's row: the row is there. Looking it up again for each of them was a third of what adding them cost. What the
-- references did when an event is deleted is done by a trigger.
alter table event_log drop constraint event_log_event_id_fkey;
alter table command_results drop constraint command_results_event_id_fkey;
alter table messages drop constraint messages_event_id_fkey;

create function delete_rows_of_event() returns trigger language plpgsql as $$
begin
  delete from event_log where event_id = old.id;
  delete from command_results where event_id = old.id;
  delete from messages where event_id = old.id;
  return null;
end $$;
create trigger rows_go_with_their_event after delete on events for each row execute function delete_rows_of_event();

-- While a table is young, the planner takes all its indexes for equally good, and of equals the newest: made anew, the
-- key is preferred to the index that only knows the event, which would look at all of its messages for each one.
alter table messages drop constraint messages_pkey, add primary key (event_id, id);
