-- Photos of the evening, by guests and hosts, for those who may read the conversation. Their bytes are apart, so that commands read none.
-- works-with: 0031
create table photos (
  event_id    uuid        not null references events (id) on delete cascade,
  id          uuid        not null,
  seq         bigint      not null,
  author_id   uuid        not null,
  author_name text        not null,
  author_role text        not null check (author_role in ('host', 'guest')),
  width       integer     not null check (width > 0),
  height      integer     not null check (height > 0),
  at          timestamptz not null,
  removed_by  text        check (removed_by in ('author', 'host')),
  removed_at  timestamptz,
  primary key (event_id, id),
  check ((removed_by is null) = (removed_at is null))
);
-- Stored before its photo is added, and without one if that is refused.
create table photo_files (
  id         uuid        primary key,
  event_id   uuid        not null references events (id) on delete cascade,
  photo_id   uuid        not null,
  format     text        not null check (format in ('whole', 'small')),
  -- The account that sent it, with which it goes. Null: its author has none.
  owner_id   uuid        references users (id) on delete cascade,
  webp       bytea       not null,
  created_at timestamptz not null default now(),
  unique (event_id, photo_id, format)
);
create index photo_files_by_owner on photo_files (owner_id) where owner_id is not null;
