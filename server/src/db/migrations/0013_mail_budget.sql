-- Mails that nobody asked for have a budget: by recipient, by the account that sets them off, and by event. A mail
-- takes its place in it once, when it goes (`counted_at`); one that finds none is held, and tells until when and why.
alter table mails
  add column sender_id  uuid,
  add column event_id   uuid,
  add column counted_at timestamptz,
  add column held_until timestamptz,
  add column held_by    text check (held_by in ('account', 'event', 'recipient'));
create index mails_counted_by_recipient on mails (recipient, counted_at) where counted_at is not null;
create index mails_counted_by_sender on mails (sender_id, counted_at) where counted_at is not null;
create index mails_counted_by_event on mails (event_id, counted_at) where counted_at is not null;
