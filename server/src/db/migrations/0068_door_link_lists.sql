-- Whether a door link also has the guest list, so that its device finds guests by name, and goes on without a network.
-- works-with: 0031
alter table door_links add column with_list boolean not null default false;
