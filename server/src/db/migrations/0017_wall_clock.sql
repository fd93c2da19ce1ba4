-- What the host typed is the truth: an hour on the clocks of a zone. The instants beside it are worked out from it, with
-- zone data whose release is kept too, so that they can be worked out anew when a government changes its mind.
-- The instants they were worked out to are in it as well: a server that knows nothing of this column changes those
-- alone, and what is then here is not the truth any more. Null: worked out by such a server.
alter table events add column wall_clock jsonb;

-- Days instead of hours: `starts_at` and `ends_at` are then the midnights around them in the event's zone.
alter table events add column all_day boolean not null default false;
