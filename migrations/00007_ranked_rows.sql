-- +goose Up
-- What a ranked list was chosen from, beside scores: the quota rows and units of
-- that day, and of each person the tags and the special posts (package selection).
ALTER TABLE ranking ADD COLUMN rows {{text}};
UPDATE ranking SET rows = '';
ALTER TABLE ranking ALTER COLUMN rows SET NOT NULL;
ALTER TABLE ranking ADD COLUMN units {{text}};
UPDATE ranking SET units = '';
ALTER TABLE ranking ALTER COLUMN units SET NOT NULL;
ALTER TABLE application ADD COLUMN posts {{text}};
UPDATE application SET posts = '';
ALTER TABLE application ALTER COLUMN posts SET NOT NULL;
ALTER TABLE application ADD COLUMN tags {{text}};
UPDATE application SET tags = '';
ALTER TABLE application ALTER COLUMN tags SET NOT NULL;
ALTER TABLE application ADD COLUMN seat_unit {{text}};
UPDATE application SET seat_unit = '';
ALTER TABLE application ALTER COLUMN seat_unit SET NOT NULL;
