-- A calendar that subscribes asks again and again without anybody who signs in, so its address is a secret of its own. The address
-- is made of the row's id and version: nothing of it is stored, and a new version ends the one before. A feed is an account's
-- (all its events), an account's of one event, or that of a guest who came by a link; the last one ends when that link would.
-- works-with: 0029
create table calendar_feeds (
  id             uuid        primary key,
  version        integer     not null default 1,
  user_id        uuid        references users (id) on delete cascade,
  event_id       uuid        references events (id) on delete cascade,
  guest_id       uuid,
  access_version integer,
  made_by        uuid,
  created_at     timestamptz not null default now(),
  foreign key (event_id, guest_id) references guests (event_id, id) on delete cascade,
  check ((user_id is null) = (guest_id is not null)),
  check ((guest_id is null) = (access_version is null)),
  check (guest_id is null or event_id is not null)
);
create unique index calendar_feeds_of_account on calendar_feeds (user_id) where event_id is null;
create unique index calendar_feeds_of_event on calendar_feeds (user_id, event_id) where user_id is not null and event_id is not null;
create unique index calendar_feeds_of_guest on calendar_feeds (guest_id) where guest_id is not null;
create index calendar_feeds_by_event on calendar_feeds (event_id) where event_id is not null;

-- When something changed that calendars show: the DTSTAMP of a feed's entry, which must not differ between two reads of the same.
-- Null: not since this column is there, or by a server that does not know it.
alter table events add column calendar_changed_at timestamptz;
