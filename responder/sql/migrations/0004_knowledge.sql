-- Versions and reviews of articles, when sources were read in, and solved tickets to show to agents.
CREATE TABLE source_sync (
    source    text PRIMARY KEY,
    synced_at timestamptz NOT NULL
);

CREATE TABLE article_version (
    source     text NOT NULL,
    article_id text NOT NULL,
    sha256     text NOT NULL,
    title      text NOT NULL,
    body       text NOT NULL,
    url        text NOT NULL,
    seen_at    timestamptz NOT NULL,
    gone_at    timestamptz,
    PRIMARY KEY (source, article_id, seen_at)
);
CREATE INDEX article_version_by_id ON article_version (article_id, seen_at);
INSERT INTO article_version (source, article_id, sha256, title, body, url, seen_at)
SELECT source, id, encode(sha256(convert_to(title || E'\n\n' || body, 'UTF8')), 'hex'), title, body, url,
       statement_timestamp()
FROM article;

CREATE TABLE article_review (
    source      text NOT NULL,
    article_id  text NOT NULL,
    reviewed_on date NOT NULL,
    PRIMARY KEY (source, article_id)
);

CREATE TABLE solved_ticket (
    conversation_id bigint PRIMARY KEY REFERENCES conversation,
    model_id        smallint NOT NULL REFERENCES embedding_model,
    question        text NOT NULL,
    summary         text NOT NULL,
    answer          text NOT NULL,
    words           tsvector NOT NULL,
    embedding       halfvec NOT NULL,
    solved_at       timestamptz NOT NULL
);
ALTER TABLE solved_ticket ALTER COLUMN embedding SET STORAGE MAIN;
CREATE INDEX solved_ticket_words ON solved_ticket USING gin (words);

CREATE INDEX decision_without_answer ON decision (decided_at)
    WHERE reasons @> '[{"rule": "nothing_was_found"}]' OR reasons @> '[{"rule": "draft_does_not_answer"}]';
