-- Which command took an invitation up: sent again because its reply was lost, it finds the door it opened, and nobody else does.
alter table host_invitations add column accepted_by_command uuid;
