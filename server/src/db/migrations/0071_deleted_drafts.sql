-- Which drafts were deleted: a creation that is sent again must not bring one back.
-- works-with: 0031
create index audit_deleted_drafts on audit (event_id) where action = 'draft.deleted';
