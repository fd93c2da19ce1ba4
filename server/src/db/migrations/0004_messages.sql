-- The event's conversation. A deleted message keeps its row and loses its words.
create table messages (
  event_id      uuid        not null references events (id) on delete cascade,
  id            uuid        not null,
  seq           bigint      not null,
  author_id     uuid        not null,
  author_name   text        not null,
  author_role   text        not null check (author_role in ('host', 'guest')),
  text          text        not null,
  at            timestamptz not null,
  reply_to      uuid,
  reply_name    text        not null default '',
  reply_excerpt text        not null default '',
  edited_at     timestamptz,
  deleted_by    text        check (deleted_by in ('author', 'host')),
  primary key (event_id, id)
);
create unique index messages_in_order on messages (event_id, seq);
create index messages_by_reply on messages (event_id, reply_to) where reply_to is not null;
