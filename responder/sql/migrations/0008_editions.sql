-- One edition of the knowledge base for each embedding model: while a new model's is being made, the old one is searched.
ALTER TABLE embedding_model ADD COLUMN used_at timestamptz NOT NULL DEFAULT now();

-- Until now an article had one model, so what a change of the model left behind was not found any more: it is an edition
-- like any other from now on, and the present model's takes it over. Counts of models that have no article are of no use.
DELETE FROM stem_count WHERE model_id NOT IN (SELECT model_id FROM article);
DELETE FROM corpus WHERE model_id NOT IN (SELECT model_id FROM article);
DELETE FROM facet WHERE model_id NOT IN (SELECT model_id FROM article) AND id NOT IN (SELECT facet_id FROM passage_vector);

ALTER TABLE passage DROP CONSTRAINT passage_source_article_id_fkey;
ALTER TABLE article DROP CONSTRAINT article_pkey, ADD PRIMARY KEY (source, id, model_id);
ALTER TABLE passage ADD COLUMN model_id smallint;
UPDATE passage SET model_id = article.model_id FROM article
WHERE article.source = passage.source AND article.id = passage.article_id;
ALTER TABLE passage ALTER COLUMN model_id SET NOT NULL,
    DROP CONSTRAINT passage_source_article_id_number_key,
    ADD UNIQUE (source, article_id, model_id, number),
    ADD FOREIGN KEY (source, article_id, model_id) REFERENCES article ON DELETE CASCADE;

-- Sources that were read in are so for the model that most of their articles have; one without articles is read in again.
ALTER TABLE source_sync ADD COLUMN model_id smallint REFERENCES embedding_model;
UPDATE source_sync SET model_id = (
    SELECT model_id FROM article WHERE article.source = source_sync.source
    GROUP BY model_id ORDER BY count(*) DESC, model_id DESC LIMIT 1
);
DELETE FROM source_sync WHERE model_id IS NULL;
ALTER TABLE source_sync DROP CONSTRAINT source_sync_pkey, ADD PRIMARY KEY (source, model_id);
