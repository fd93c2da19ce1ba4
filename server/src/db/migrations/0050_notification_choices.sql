-- By which channels people want which notifications, where they want another than the default: an account for all its events or for one,
-- a guest without an account for the event.
-- works-with: 0031
create table notification_choices (
  user_id  uuid    references users (id) on delete cascade,
  guest_id uuid    references guests (id) on delete cascade,
  event_id uuid    references events (id) on delete cascade,
  kind     text    not null,
  channel  text    not null,
  is_on    boolean not null,
  check ((user_id is null) <> (guest_id is null)),
  check (guest_id is null or event_id is not null),
  unique nulls not distinct (user_id, guest_id, event_id, kind, channel)
);
create index notification_choices_by_guest on notification_choices (guest_id) where guest_id is not null;
create index notification_choices_by_event on notification_choices (event_id) where event_id is not null;
