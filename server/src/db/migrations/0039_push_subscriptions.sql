-- Browsers that are notified while no page is open. A subscription is an account's, and ends with the session that it was made in, or a visit's.
-- Its id is made of its endpoint, and it is of use with the server's key alone that the browser was given.
-- works-with: 0031
create table push_subscriptions (
  id            uuid        primary key,
  endpoint      text        not null unique,
  p256dh        text        not null,
  auth          text        not null,
  server_key    text        not null,
  user_id       uuid        references users (id) on delete cascade,
  session_id    uuid        references sessions (id) on delete cascade,
  visit_id      uuid        references visits (id) on delete set null,
  user_agent    text        not null,
  locale        text        not null,
  hides_details boolean     not null,
  created_at    timestamptz not null default now(),
  taken_at      timestamptz,
  failures      integer     not null default 0,
  check ((user_id is null) = (session_id is null))
);
create index push_subscriptions_by_user on push_subscriptions (user_id) where user_id is not null;
create index push_subscriptions_by_session on push_subscriptions (session_id) where session_id is not null;
create index push_subscriptions_by_visit on push_subscriptions (visit_id) where visit_id is not null;

-- What a browser is to be told, once for each cause, and of which guest's. It is written when it is sent; here are ids alone.
create table push_messages (
  id              uuid        primary key,
  subscription_id uuid        not null references push_subscriptions (id) on delete cascade,
  cause           text        not null,
  kind            text        not null,
  event_id        uuid        not null references events (id) on delete cascade,
  guest_id        uuid        not null references guests (id) on delete cascade,
  payload         jsonb       not null,
  created_at      timestamptz not null default now(),
  unique (subscription_id, cause)
);
create index push_messages_by_age on push_messages (created_at);
create index push_messages_by_guest on push_messages (guest_id);
