-- All actions between $1 and $2 by province.
SELECT province, COUNT(*) FROM actions WHERE project = 'RETE' AND day BETWEEN $1 AND $2 GROUP BY province
