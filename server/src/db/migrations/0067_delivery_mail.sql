-- Which email `delivery` is about (its id, which is in the order of queueing). Reports come in any order, and of two emails the later one's
-- counts. Null: unknown, as where an older server wrote it, or of an invitation that has not gone out: then every report is about it.
-- works-with: 0031
alter table guests add column delivery_mail uuid;
