-- Events and the log that everything about them is written to. `log_seq` is handed out while the event row
-- is locked: number order is commit order, with no holes. The check on `seats_taken` makes overbooking
-- impossible whatever the code does; `overbooked` is what hosts granted on purpose.
create table instance (
  only_row boolean primary key default true check (only_row),
  epoch    uuid    not null default gen_random_uuid()
);
insert into instance default values;

create table images (
  id         uuid        primary key,
  owner_id   uuid        references users (id) on delete set null,
  width      integer     not null,
  height     integer     not null,
  webp       bytea       not null,
  created_at timestamptz not null default now()
);

create table events (
  id                uuid        primary key,
  log_seq           bigint      not null default 0,
  created_at        timestamptz not null default now(),
  title             text        not null default '',
  description       text        not null default '',
  starts_at         timestamptz,
  ends_at           timestamptz,
  zone              text        not null default 'UTC',
  place             jsonb       not null default '{"kind":"later"}',
  cover_theme       text        not null default 'confetti',
  cover_image_id    uuid        references images (id) on delete set null,
  capacity          integer     check (capacity >= 1),
  plus_ones_allowed integer     not null default 3 check (plus_ones_allowed between 0 and 10),
  waitlist          boolean     not null default true,
  waitlist_rule     text        not null default 'strict' check (waitlist_rule in ('strict', 'fillGaps')),
  answers_close_at  timestamptz,
  guest_list_for    text        not null default 'guests' check (guest_list_for in ('everyone', 'guests', 'hosts')),
  visibility        text        not null default 'link' check (visibility in ('public', 'link', 'invited')),
  chat              text        not null default 'open' check (chat in ('open', 'readOnly', 'closed')),
  status            text        not null default 'draft' check (status in ('draft', 'published', 'cancelled')),
  cancel_note       text        not null default '',
  revision          integer     not null default 0,
  share_version     integer     not null default 1,
  seats_taken       integer     not null default 0 check (seats_taken >= 0),
  overbooked        integer     not null default 0 check (overbooked >= 0),
  maybe_people      integer     not null default 0 check (maybe_people >= 0),
  waiting_people    integer     not null default 0 check (waiting_people >= 0),
  waiting_parties   integer     not null default 0 check (waiting_parties >= 0),
  declined_guests   integer     not null default 0 check (declined_guests >= 0),
  silent_guests     integer     not null default 0 check (silent_guests >= 0),
  guest_count       integer     not null default 0 check (guest_count >= 0),
  last_ticket       integer     not null default 0,
  faces             jsonb       not null default '[]',
  constraint never_overbooked check (capacity is null or seats_taken <= capacity + overbooked)
);

create table hosts (
  event_id uuid        not null references events (id) on delete cascade,
  id       uuid        not null references users (id) on delete cascade,
  name     text        not null,
  added_at timestamptz not null default now(),
  primary key (event_id, id)
);
create index hosts_by_user on hosts (id);

create table host_invitations (
  id          uuid        primary key,
  event_id    uuid        not null references events (id) on delete cascade,
  email       text        not null,
  token_hash  bytea       not null unique,
  created_by  uuid        not null references users (id) on delete cascade,
  created_at  timestamptz not null default now(),
  expires_at  timestamptz not null,
  accepted_at timestamptz,
  revoked_at  timestamptz
);
create index host_invitations_by_event on host_invitations (event_id);

create table event_log (
  event_id   uuid        not null references events (id) on delete cascade,
  seq        bigint      not null check (seq > 0),
  command_id uuid        not null,
  at         timestamptz not null,
  actor      jsonb       not null,
  context    jsonb       not null,
  body       jsonb       not null,
  primary key (event_id, seq)
);
create index event_log_by_guest on event_log (event_id, (coalesce(body -> 'guest' ->> 'guestId', body ->> 'guestId')), seq);

-- What was answered to each command, so that a retry gets the same answer and has no second effect.
create table command_results (
  event_id   uuid        not null references events (id) on delete cascade,
  command_id uuid        not null,
  caller     text        not null,
  body_hash  text        not null,
  seq        bigint      not null,
  result     jsonb       not null,
  at         timestamptz not null default now(),
  primary key (event_id, command_id)
);
create index command_results_by_age on command_results (at);
