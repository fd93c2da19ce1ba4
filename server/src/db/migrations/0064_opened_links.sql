-- How many guests have opened their link and not answered is counted whenever a host opens the list: without this index, by reading
-- every grant of all events. Partial, so that who asks for a page is never looked up by it: that is done by the complete key.
-- None on guests: an index that names their standing would be written anew with each answer.
-- works-with: 0031
create index visit_grants_by_event on visit_grants (event_id, guest_id) where guest_id is not null;
