-- German endings and umlauts are taken off. No word is left out: PostgreSQL's list of words
-- without a meaning of their own holds "weg", which here is a path.
create text search dictionary german_words (template = snowball, language = german);
--;;
create text search configuration german_words (copy = pg_catalog.german);
--;;
alter text search configuration german_words
  alter mapping for asciiword, asciihword, hword_asciipart, word, hword, hword_part
  with german_words;
--;;
-- The words of an idea as full-text search compares them.
create function search_vector(title text, body text) returns tsvector
language sql immutable parallel safe as $$
  select to_tsvector('public.german_words', title || ' ' || body)
$$;
--;;
-- A question in the language of web search (all words; "…" one after the other, -word for not this
-- one, or for either), each word also as the beginning of a longer one: "Rad" finds "Radweg".
create function search_query(words text) returns tsquery
language sql immutable parallel safe as $$
  select regexp_replace(websearch_to_tsquery('public.german_words', words)::text,
                        '(''(?:[^'']|'''')*'')', '\1:*', 'g')::tsquery
$$;
