-- What stays the same where a machine changes its address and its subject. Mails that were taken in before count as unlike
-- all others and as from nowhere: what is counted begins now.
ALTER TABLE message
    ADD COLUMN alike_hash text NOT NULL DEFAULT '',
    ADD COLUMN origin text NOT NULL DEFAULT '';
CREATE INDEX message_alike ON message (alike_hash, kept_at) WHERE alike_hash <> '';
CREATE INDEX message_of_origin ON message (origin, kept_at) WHERE origin <> '';
