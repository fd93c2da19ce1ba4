-- The language in which a browser shows pages, for emails to its guest. Null: it named none.
-- works-with: 0031
alter table visits add column language text;
