-- Enrolments between $1 and $2.
SELECT GROUPING(source, kind, province) AS mask, source, kind, province, COUNT(*)
FROM enrolments WHERE project = 'RETE' AND day BETWEEN $1 AND $2
GROUP BY GROUPING SETS ((source, kind), (province))
