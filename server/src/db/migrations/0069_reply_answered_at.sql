-- An older server records an answer on the page and leaves what is known of the last reply (replied_at, replied_revision), as if that were about
-- this answer. answered_at tells, except where a reply's own clock is far behind: of those it is noted here. Null: replied_at is near it.
-- works-with: 0031
alter table guests add column reply_answered_at timestamptz;
