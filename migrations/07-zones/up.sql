-- Whether a date claim says in which zone it was printed: a time without one may be off by up to 14 hours, and two outlets' times
-- must not be ordered as if it were not.
--
-- Claims to the second always stated theirs; of older claims to the minute it is no longer known, which errs on the safe side.
ALTER TABLE date_claims ADD COLUMN zone TEXT NOT NULL DEFAULT 'unknown';
UPDATE date_claims SET zone = 'stated' WHERE precision = 'second';
