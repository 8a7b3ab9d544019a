-- +goose Up
-- The hash over the public rows of a published list (package selection).
ALTER TABLE ranking ADD COLUMN notice_root {{text}};
UPDATE ranking SET notice_root = '';
ALTER TABLE ranking ALTER COLUMN notice_root SET NOT NULL;
