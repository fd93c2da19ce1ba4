-- Nearly all reads of a calendar feed find what the last one found. Processes keep what a feed shows, and ask with one statement for
-- many feeds what has changed since: every change that a feed may show names here what it is about, an event, an account or a feed, in its
-- own transaction and whoever makes it. Triggers, because older servers, imports and deletions by reference change rows too.
-- One row for each change, however many feeds show it: nobody waits for anybody else's feeds.
-- works-with: 0031
create table calendar_changes (
  about       uuid        not null,
  transaction bigint      not null default pg_current_xact_id()::text::bigint,
  at          timestamptz not null default clock_timestamp()
);
create index calendar_changes_by_transaction on calendar_changes (transaction);

create function event_in_calendars_changes() returns trigger language plpgsql as $$
begin
  insert into calendar_changes (about) values (old.id);
  return null;
end $$;
-- The columns that an entry is written from: those of its stamp in calendar/feed-states.ts.
create trigger calendars_change after update on events for each row
  when ((old.title, old.description, old.starts_at, old.ends_at, old.all_day, old.zone, old.place, old.status, old.revision, old.wall_clock,
      old.calendar_changed_at)
    is distinct from (new.title, new.description, new.starts_at, new.ends_at, new.all_day, new.zone, new.place, new.status, new.revision,
      new.wall_clock, new.calendar_changed_at))
  execute function event_in_calendars_changes();

-- Of guests the event is named, once for a statement: all answers that are decided together are one row. A transition table holds the new
-- rows only, since a join of old and new ones is planned once for few rows, and may then meet thousands.
create function guests_in_calendars_change() returns trigger language plpgsql as $$
begin
  insert into calendar_changes (about) select distinct event_id from fresh;
  return null;
end $$;
create trigger calendars_change after update on guests referencing new table as fresh for each statement
  execute function guests_in_calendars_change();

-- The feed of an account does not know the events that it comes to only now: there, the account is named. The feed of a guest's link goes
-- with the guest.
create function guests_in_calendars_come() returns trigger language plpgsql as $$
begin
  insert into calendar_changes (about) select user_id from fresh where user_id is not null;
  return null;
end $$;
create trigger calendars_begin after insert on guests referencing new table as fresh for each statement
  execute function guests_in_calendars_come();
create function guest_in_calendars_comes() returns trigger language plpgsql as $$
begin
  insert into calendar_changes (about) values (new.user_id);
  return null;
end $$;
create trigger calendars_begin_again after update of user_id, removed_at on guests for each row
  when (new.user_id is not null and (old.user_id, old.removed_at) is distinct from (new.user_id, new.removed_at))
  execute function guest_in_calendars_comes();
create function guest_in_calendars_ends() returns trigger language plpgsql as $$
begin
  insert into calendar_changes (about) values (old.event_id);
  return null;
end $$;
create trigger calendars_end after delete on guests for each row when (old.user_id is not null)
  execute function guest_in_calendars_ends();

create function host_in_calendars_changes() returns trigger language plpgsql as $$
begin
  if tg_op <> 'INSERT' then insert into calendar_changes (about) values (old.id); end if;
  if tg_op <> 'DELETE' then insert into calendar_changes (about) values (new.id); end if;
  return null;
end $$;
create trigger calendars_change after insert or delete or update of id, event_id on hosts for each row
  execute function host_in_calendars_changes();

create function calendar_feed_changes() returns trigger language plpgsql as $$
begin
  insert into calendar_changes (about) values (old.id);
  return null;
end $$;
create trigger calendars_change after update on calendar_feeds for each row when (old.* is distinct from new.*)
  execute function calendar_feed_changes();
create trigger calendars_end after delete on calendar_feeds for each row execute function calendar_feed_changes();
