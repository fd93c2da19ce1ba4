-- Outgoing mail. `cause` is why it is sent: the same cause never sends twice. `mailbox` keeps what was sent
-- when there is no mail server, so that a newcomer can read it in the browser.
create table mails (
  id          uuid        primary key,
  cause       text        not null unique,
  kind        text        not null,
  recipient   text        not null,
  payload     jsonb       not null,
  state       text        not null default 'queued' check (state in ('queued', 'sent', 'failed', 'dropped')),
  attempts    integer     not null default 0,
  last_error  text,
  created_at  timestamptz not null default now(),
  sent_at     timestamptz
);
create index mails_waiting on mails (created_at) where state = 'queued';

create table mailbox (
  id          uuid        primary key,
  message_id  text        not null unique,
  recipient   text        not null,
  subject     text        not null,
  html        text        not null,
  body        text        not null,
  headers     jsonb       not null,
  calendar    text,
  received_at timestamptz not null default now()
);
create index mailbox_by_age on mailbox (received_at desc);

-- Addresses that asked for no more mail of a kind: of one event's mails, or of invitations altogether.
-- Kept as a keyed hash, so that the wish outlives the erasure of the address.
create table suppressions (
  address_hash bytea       not null,
  scope        text        not null,
  created_at   timestamptz not null default now(),
  primary key (address_hash, scope)
);
