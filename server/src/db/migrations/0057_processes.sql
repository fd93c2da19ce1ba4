-- Which processes of the instance run, by what each says of itself once a minute; an operator sees them.
-- works-with: 0031
create table processes (
  id          uuid        primary key,
  host        text        not null,
  pid         integer     not null,
  roles       text[]      not null,
  version     text        not null,
  started_at  timestamptz not null,
  seen_at     timestamptz not null,
  -- Sockets of open pages.
  connections integer     not null,
  -- How often each limit has refused somebody, since the process began.
  refusals    jsonb       not null
);
