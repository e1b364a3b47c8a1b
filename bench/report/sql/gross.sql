-- Persons with any contact between $1 and $2 in each channel.
SELECT channel, COUNT(DISTINCT person) + CAST(COALESCE(SUM(headcount) FILTER (WHERE person IS NULL AND newness = 'new'), 0) AS BIGINT)
FROM contacts WHERE project = 'RETE' AND reaches AND day BETWEEN $1 AND $2
GROUP BY channel
