-- What hosts ask beside the answer: the questions with their event, since each answer is decided on them, and what a guest answers to them
-- with the guest, by the questions' ids.
-- works-with: 0031
alter table events add column questions jsonb not null default '[]';
alter table guests add column question_answers jsonb not null default '{}';
