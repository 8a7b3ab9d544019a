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

-- The townships and schools of a public list, as they were called that day.
ALTER TABLE ranking ADD COLUMN notice_places {{text}};
UPDATE ranking SET notice_places = '';
ALTER TABLE ranking ALTER COLUMN notice_places SET NOT NULL;

-- Who else contributes to a draw, and where its public value comes from, both fixed
-- with its lists (package intake/draws).
ALTER TABLE draw ADD COLUMN representatives {{text}};
UPDATE draw SET representatives = '';
ALTER TABLE draw ALTER COLUMN representatives SET NOT NULL;
ALTER TABLE draw ADD COLUMN source {{text}};
UPDATE draw SET source = '';
ALTER TABLE draw ALTER COLUMN source SET NOT NULL;
