-- How many guests have opened their link and not answered is counted whenever a host opens the list: without these indexes, by reading
-- every guest of the event, and every grant of all events.
-- works-with: 0031
-- Partial, so that who asks for a page is never looked up by it: that is done by the complete key.
create index visit_grants_by_event on visit_grants (event_id, guest_id) where guest_id is not null;
create index guests_silent on guests (event_id, id, user_id) where standing = 'none' and removed_at is null;
