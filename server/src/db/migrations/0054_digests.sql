-- When each person's next email of notifications is due, and which notifications it will bring: what came together goes out together. An
-- older server queues none, and reads no choice about emails.
-- works-with: 0031
alter table notification_choices add column pace text check (pace in ('atOnce', 'quiet', 'daily', 'off'));
create table digests (
  id       uuid        primary key,
  user_id  uuid        references users (id) on delete cascade,
  guest_id uuid        references guests (id) on delete cascade,
  due_at   timestamptz,
  sent_at  timestamptz,
  check ((user_id is null) <> (guest_id is null)),
  check (id = coalesce(user_id, guest_id))
);
create index digests_by_due on digests (due_at) where due_at is not null;
create index digests_by_user on digests (user_id) where user_id is not null;
create index digests_by_guest on digests (guest_id) where guest_id is not null;
create table digest_lines (
  notification_id uuid        primary key references notifications (id) on delete cascade,
  digest_id       uuid        not null references digests (id) on delete cascade,
  pace            text        not null,
  due_at          timestamptz not null,
  bundle_id       uuid
);
create index digest_lines_waiting on digest_lines (digest_id, pace, due_at) where bundle_id is null;
create index digest_lines_by_digest on digest_lines (digest_id);
create index digest_lines_by_bundle on digest_lines (bundle_id) where bundle_id is not null;
