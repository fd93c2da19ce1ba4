-- What people are notified of: one row for each person and cause, whatever the channels. A host is an account; a guest is a place on the
-- list, with or without an account. It holds ids alone, so that names and messages show as they are now, and not at all once they are erased.
-- works-with: 0031
create table notifications (
  id         uuid        primary key default gen_random_uuid(),
  event_id   uuid        not null references events (id) on delete cascade,
  user_id    uuid        references users (id) on delete cascade,
  guest_id   uuid        references guests (id) on delete cascade,
  kind       text        not null,
  seq        bigint      not null,
  about_id   uuid,
  message_id uuid,
  answer     text,
  created_at timestamptz not null,
  read_at    timestamptz,
  check ((user_id is null) <> (guest_id is null)),
  unique nulls not distinct (event_id, seq, user_id, guest_id)
);
create index notifications_by_user on notifications (user_id, created_at desc) where user_id is not null;
create index notifications_by_guest on notifications (guest_id, created_at desc) where guest_id is not null;
create index notifications_by_age on notifications (created_at);
