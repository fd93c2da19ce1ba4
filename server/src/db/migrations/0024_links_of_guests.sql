-- A link belongs to a guest, and its event is its guest's. With one key that says so, making a link looks at the guest's
-- row alone: the row of a busy event changes so often that finding its current version takes longer than the rest.
alter table invitations
  drop constraint invitations_event_id_fkey,
  drop constraint invitations_guest_id_fkey,
  add constraint invitations_guest_fkey foreign key (event_id, guest_id) references guests (event_id, id) on delete cascade;
