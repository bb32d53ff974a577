-- One edition of the knowledge base for each embedding model: while a new model's is being made, the old one is searched.
ALTER TABLE passage DROP CONSTRAINT passage_source_article_id_fkey;
ALTER TABLE article DROP CONSTRAINT article_pkey, ADD PRIMARY KEY (source, id, model_id);
ALTER TABLE passage ADD COLUMN model_id smallint;
UPDATE passage SET model_id = article.model_id FROM article
WHERE article.source = passage.source AND article.id = passage.article_id;
ALTER TABLE passage ALTER COLUMN model_id SET NOT NULL,
    DROP CONSTRAINT passage_source_article_id_number_key,
    ADD UNIQUE (source, article_id, model_id, number),
    ADD FOREIGN KEY (source, article_id, model_id) REFERENCES article ON DELETE CASCADE;

-- Sources that were read in are so for the model that their articles have; one without articles is read in again.
ALTER TABLE source_sync ADD COLUMN model_id smallint REFERENCES embedding_model;
UPDATE source_sync SET model_id = (SELECT max(model_id) FROM article WHERE article.source = source_sync.source);
DELETE FROM source_sync WHERE model_id IS NULL;
ALTER TABLE source_sync DROP CONSTRAINT source_sync_pkey, ADD PRIMARY KEY (source, model_id);
