-- The guest list, the links that let guests in without an account, and who is who in which browser.
-- Tokens are kept as SHA-256 hashes: who reads the database cannot walk in as a guest.
create table guests (
  event_id          uuid        not null references events (id) on delete cascade,
  id                uuid        not null unique,
  name              text        not null,
  email             text        check (email = lower(email)),
  user_id           uuid        references users (id) on delete set null,
  standing          text        not null default 'none' check (standing in ('none', 'going', 'maybe', 'declined', 'waiting')),
  party_size        integer     not null default 1 check (party_size between 1 and 11),
  plus_ones         jsonb       not null default '[]',
  plus_ones_allowed integer     check (plus_ones_allowed between 0 and 10),
  note              text        not null default '',
  ticket            integer,
  passed_over       integer     not null default 0 check (passed_over between 0 and 3),
  source            text        not null check (source in ('invited', 'link', 'walkIn', 'host')),
  locale            text,
  access_version    integer     not null default 1,
  answered_at       timestamptz,
  added_at          timestamptz not null default now(),
  removed_at        timestamptz,
  delivery          text        not null default 'notSent' check (delivery in ('notSent', 'queued', 'sent', 'failed', 'revoked')),
  primary key (event_id, id),
  constraint waiting_has_ticket check ((standing = 'waiting') = (ticket is not null))
);
create unique index guests_one_per_email on guests (event_id, email) where email is not null and removed_at is null;
create unique index guests_one_per_user on guests (event_id, user_id) where user_id is not null and removed_at is null;
create unique index guests_line on guests (event_id, ticket) where ticket is not null;
create index guests_by_name on guests (event_id, lower(name), id) where removed_at is null;
create index guests_by_answer on guests (event_id, answered_at desc nulls last, id) where removed_at is null;
create index guests_by_user on guests (user_id) where user_id is not null;
create index guests_by_email on guests (email) where email is not null;

-- One row for each personal link that was made. A guest may have several; revoking ends all older ones.
create table invitations (
  id             uuid        primary key,
  event_id       uuid        not null references events (id) on delete cascade,
  guest_id       uuid        not null references guests (id) on delete cascade,
  token_hash     bytea       not null unique,
  access_version integer     not null,
  created_at     timestamptz not null default now()
);
create index invitations_by_guest on invitations (guest_id);

-- A browser that came in through a link. The id is the first half of the SHA-256 of the token in its cookie.
create table visits (
  id         uuid        primary key,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null
);

-- Who that browser is at one event: a guest, or somebody who has the share link.
create table visit_grants (
  visit_id       uuid    not null references visits (id) on delete cascade,
  event_id       uuid    not null references events (id) on delete cascade,
  guest_id       uuid    references guests (id) on delete cascade,
  access_version integer,
  share_version  integer,
  primary key (visit_id, event_id),
  check ((guest_id is null) = (access_version is null)),
  check (guest_id is not null or share_version is not null)
);
create index visit_grants_by_guest on visit_grants (guest_id);

-- Codes mailed to guests who lost their link. Few tries, short life.
create table recovery_codes (
  id         uuid        primary key,
  event_id   uuid        not null references events (id) on delete cascade,
  guest_id   uuid        not null references guests (id) on delete cascade,
  code_hash  bytea       not null,
  tries      integer     not null default 0,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  used_at    timestamptz
);
create index recovery_codes_by_guest on recovery_codes (guest_id);
