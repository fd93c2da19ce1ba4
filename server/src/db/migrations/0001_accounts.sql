-- Accounts, for hosts and for guests who want one. The columns are those that the login library reads and
-- writes; ids are UUIDv7 made by the server.
create table users (
  id             uuid        primary key,
  name           text        not null,
  email          text        not null unique check (email = lower(email)),
  email_verified boolean     not null default false,
  image          text,
  locale         text        not null default 'en',
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now()
);

create table sessions (
  id         uuid        primary key,
  user_id    uuid        not null references users (id) on delete cascade,
  token      text        not null unique,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index sessions_by_user on sessions (user_id);

create table credentials (
  id                       uuid        primary key,
  user_id                  uuid        not null references users (id) on delete cascade,
  account_id               text        not null,
  provider_id              text        not null,
  access_token             text,
  refresh_token            text,
  id_token                 text,
  access_token_expires_at  timestamptz,
  refresh_token_expires_at timestamptz,
  scope                    text,
  password                 text,
  created_at               timestamptz not null default now(),
  updated_at               timestamptz not null default now()
);
create index credentials_by_user on credentials (user_id);

-- What mailed links prove. `identifier` holds the hash of the token; `user_id`, where there is one, lets a user's
-- links be voided together. The library's locks live here too, under ids that are hashes.
create table verifications (
  id         text        primary key,
  identifier text        not null,
  value      text        not null,
  user_id    uuid        references users (id) on delete cascade,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index verifications_by_identifier on verifications (identifier);
create index verifications_by_user on verifications (user_id) where user_id is not null;
