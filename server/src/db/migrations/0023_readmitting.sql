-- A host can let in again whom they removed, with the answer that stood; null for who was removed before this was kept.
-- Hosts see which invitations wait for the budget: only those are in this index, so that other mails cost nothing more.
alter table guests
  add column removed_standing text check (removed_standing in ('none', 'going', 'maybe', 'declined', 'waiting'));
create index guests_removed on guests (event_id, removed_at desc) where removed_at is not null;
create index mails_held_by_event on mails (event_id) where state = 'queued' and held_until is not null;
