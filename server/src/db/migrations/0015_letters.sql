-- Dates are written as the reader's country writes them, which the language alone does not tell: `en` is 12/19 in one
-- country and 19/12 in the next. What a browser says of it is kept with the visit, and with the account that invites.
alter table users add column region text check (region ~ '^[A-Z]{2}$');
alter table visits add column region text check (region ~ '^[A-Z]{2}$');

-- When and where a guest was last told to come, so that a mail about a change can say what is new to this reader,
-- however often it was changed meanwhile. `log_seq` is where in the event's log that was.
create table told_guests (
  event_id   uuid    not null references events (id) on delete cascade,
  guest_id   uuid    not null,
  log_seq    bigint  not null,
  told       jsonb   not null,
  primary key (event_id, guest_id)
);
