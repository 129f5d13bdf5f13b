WITH candidate (entity) AS (
    SELECT name.entity FROM json_each(:keys) AS given JOIN name ON name.key = given.value
    UNION
    SELECT fact.entity FROM json_each(:links) AS given JOIN fact ON fact.value = given.value
    UNION
    SELECT * FROM (
        SELECT entity.id FROM json_each(:words) AS given
        JOIN name_word ON name_word.word = json_extract(given.value, '$[1]')
        JOIN entity ON entity.id = name_word.entity
        WHERE :types = '[]' OR entity.type IN (SELECT value FROM json_each(:types))
        GROUP BY entity.id
        ORDER BY count(DISTINCT json_extract(given.value, '$[0]')) DESC, entity.mentions DESC, iri
        LIMIT :most
    )
)
SELECT entity.iri, entity.type, entity.name, entity.mentions, name.key
FROM candidate JOIN entity ON entity.id = candidate.entity
JOIN name ON name.entity = candidate.entity
WHERE :types = '[]' OR entity.type IN (SELECT value FROM json_each(:types))
ORDER BY entity.iri
