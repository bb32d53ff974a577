-- What stays the same where a machine changes its address and its subject. Loops are counted among answers, so the answers
-- carry what they are found by: mails that only wait, however many, hide none. And who is seen by a person is kept by
-- itself, since the mails of a storm are too many to ask one by one. What was taken in before counts as unlike all others
-- and as from nowhere: what is counted begins now.
ALTER TABLE message
    ADD COLUMN alike_hash text NOT NULL DEFAULT '',
    ADD COLUMN origin text NOT NULL DEFAULT '';
ALTER TABLE outbox
    ADD COLUMN alike_hash text NOT NULL DEFAULT '',
    ADD COLUMN origin text NOT NULL DEFAULT '';
CREATE INDEX outbox_answers_alike ON outbox (alike_hash, queued_at) WHERE kind = 'reply' AND alike_hash <> '';
CREATE INDEX outbox_answers_to_origin ON outbox (origin, queued_at) WHERE kind = 'reply' AND origin <> '';

CREATE TABLE seen_by_person (
    kind  text NOT NULL CHECK (kind IN ('alike', 'origin')),
    value text NOT NULL,
    at    timestamptz NOT NULL,
    PRIMARY KEY (kind, value)
);
