-- The order of the waitlist moves from an index on guests to a narrow table. While an index knew the ticket, an answer that drew one wrote its
-- guest to all nine indexes of the guest list; now such an answer touches none of them, as others did before.
-- Triggers keep the table, because older servers and imports change guests too: who waits is what the guest's own row says, in one place.
-- Nothing refers to the event: looking it up for each row costs as much as the row, and those of a deleted event go with its guests.
-- works-with: 0031
create table waitlist (
  event_id uuid    not null,
  ticket   integer not null,
  guest_id uuid    not null,
  primary key (event_id, ticket)
);

-- Once for a statement. Each row that leaves is found by its key, whatever the table was like when that was planned: a join may begin with the
-- table, which has thousands of rows by then. First those who had a ticket leave, so that two guests may change places.
create function keep_waitlist() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  delete from waitlist where ctid = any(array(
    select known.ctid from before, lateral (
      select waitlist.ctid from waitlist where waitlist.event_id = before.event_id and waitlist.ticket = before.ticket offset 0) as known
    where before.ticket is not null));
  insert into waitlist (event_id, ticket, guest_id) select event_id, ticket, id from fresh where ticket is not null;
  return null;
end $$;
create function join_waitlist() returns trigger language plpgsql as $$
begin
  insert into waitlist (event_id, ticket, guest_id) select event_id, ticket, id from fresh where ticket is not null;
  return null;
end $$;
create function leave_waitlist() returns trigger language plpgsql set enable_seqscan = off as $$
begin
  delete from waitlist where event_id = old.event_id and ticket = old.ticket;
  return null;
end $$;
create function empty_waitlist() returns trigger language plpgsql as $$
begin
  delete from waitlist;
  return null;
end $$;
create trigger waitlist_changes after update on guests referencing old table as before new table as fresh for each statement
  execute function keep_waitlist();
create trigger waitlist_grows after insert on guests referencing new table as fresh for each statement execute function join_waitlist();
create trigger waitlist_shrinks after delete on guests for each row when (old.ticket is not null) execute function leave_waitlist();
create trigger waitlist_ends after truncate on guests for each statement execute function empty_waitlist();

insert into waitlist (event_id, ticket, guest_id) select event_id, ticket, id from guests where ticket is not null;
drop index guests_line;
