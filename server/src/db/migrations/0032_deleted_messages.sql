-- Backups note every minute which messages were deleted, so that no restore brings their text back.
-- works-with: 0031
create index messages_deleted on messages (event_id, id) include (deleted_by) where deleted_by is not null;
