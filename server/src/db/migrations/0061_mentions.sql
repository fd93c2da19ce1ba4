-- Whom a message names, and where in its text. `editedAt` is the time at which the message was edited to that text, if it was: an older server
-- edits the text alone, which then names nobody. The index finds what has to be reworded once somebody's account is deleted.
-- works-with: 0031
alter table messages add column mentions jsonb;
create index messages_by_mention on messages using gin (mentions jsonb_path_ops) where mentions is not null;
