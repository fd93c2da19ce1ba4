-- Links by which a device scans the door codes of one event, and sees nothing else of it, until a host ends them.
-- works-with: 0031
create table door_links (
  id         uuid        primary key,
  event_id   uuid        not null references events (id) on delete cascade,
  token_hash bytea       not null unique,
  -- The name of the gate that the device stands at.
  gate       text        not null,
  -- The host who answers for it: it ends when they host no more.
  created_by uuid        not null references users (id) on delete cascade,
  created_at timestamptz not null,
  -- When it was opened last.
  used_at    timestamptz,
  ended_at   timestamptz
);
create index door_links_by_event on door_links (event_id);
create index door_links_by_maker on door_links (created_by);
