-- +goose Up
-- Whether a department found something is a finding: it is sealed with its answer.
ALTER TABLE vetting_check DROP COLUMN clear;
