-- What a host issues ends with their hosting. Invitations to host are decided on under the event's lock, together with the
-- host that they make, and belong to the account that took them up; personal links that a host handed over, and browsers
-- that came in by one, remember whose they are.
alter table host_invitations add column accepted_by uuid references users (id) on delete set null;
create unique index host_invitations_by_id on host_invitations (event_id, id);
create index host_invitations_by_host on host_invitations (event_id, created_by);

-- Null: by the server, in a mail.
alter table invitations add column made_by uuid;
alter table visit_grants add column made_by uuid;
