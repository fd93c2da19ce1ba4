-- Emails to a part of the guests: those who have come, have a tag, gave an answer, or were selected. Null: everybody who stands as they say.
-- works-with: 0031
alter table bulletins add column part jsonb;
