-- +goose Up
-- Cases are counted by place of application and green channel as well (package
-- intake/cases): what was counted without these is counted anew from the records.
DELETE FROM tally WHERE kind = 'application';
INSERT INTO tally (county, seq, kind, unit, cell, delta)
	SELECT county, 0, 'application', unit, state || '|' || applies_at || '|' || priority || '|' || sex || '|' || education || '|' || cycle || '|' || reach, COUNT(*)
	FROM application GROUP BY county, unit, state, applies_at, priority, sex, education, cycle, reach;
