--#postgres
-- Whether a word is rare decides how it is sought. PostgreSQL remembers the frequency of a thousand words by itself and
-- holds any other to be half as frequent as the last of these: of millions of texts that is thousands, so that it walked
-- all of them for a rare one.
ALTER TABLE search_documents ALTER COLUMN words SET STATISTICS 1000;
ANALYZE search_documents;
--#all
