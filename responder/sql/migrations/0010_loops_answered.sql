-- Loops are counted among answers, so the answers carry what they are found by: mails that only wait, however many, hide
-- none. And who is seen by a person is kept by itself, since the mails of a storm are too many to ask one by one.
ALTER TABLE outbox
    ADD COLUMN alike_hash text NOT NULL DEFAULT '',
    ADD COLUMN origin text NOT NULL DEFAULT '';
UPDATE outbox SET alike_hash = message.alike_hash, origin = message.origin
FROM message WHERE message.id = inbound_id AND kind = 'reply' AND (message.alike_hash <> '' OR message.origin <> '');
CREATE INDEX outbox_answers_alike ON outbox (alike_hash, queued_at) WHERE kind = 'reply' AND alike_hash <> '';
CREATE INDEX outbox_answers_to_origin ON outbox (origin, queued_at) WHERE kind = 'reply' AND origin <> '';

CREATE TABLE seen_by_person (
    kind  text NOT NULL CHECK (kind IN ('alike', 'origin')),
    value text NOT NULL,
    at    timestamptz NOT NULL,
    PRIMARY KEY (kind, value)
);
INSERT INTO seen_by_person (kind, value, at)
SELECT kind, value, max(person_acted_at)
FROM conversation JOIN message ON conversation_id = conversation.id,
     LATERAL (VALUES ('alike', alike_hash), ('origin', origin)) AS trait (kind, value)
WHERE person_acted_at IS NOT NULL AND value <> '' GROUP BY 1, 2;

DROP INDEX message_alike, message_of_origin;
