-- What hosts write to guests, or ask them again, by email: now or at a time. How many emails were sent is counted here, since emails
-- themselves are deleted.
-- works-with: 0031
create table bulletins (
  event_id     uuid        not null references events on delete cascade,
  id           uuid        not null,
  kind         text        not null check (kind in ('words', 'nudge')),
  subject      text        not null,
  text         text        not null,
  audience     jsonb       not null,
  written_by   uuid        not null,
  created_at   timestamptz not null,
  due          timestamptz not null,
  withdrawn_at timestamptz,
  begun_at     timestamptz,
  ended_at     timestamptz,
  recipients   integer     not null default 0,
  sent         integer     not null default 0,
  failed       integer     not null default 0,
  skipped      integer     not null default 0,
  primary key (event_id, id)
);
