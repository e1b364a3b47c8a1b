-- Actions of the contact units between $1 and $2 for people not in charge, with the distinct people behind them; and all actions.
SELECT GROUPING(type) AS mask, type, COUNT(*), COUNT(DISTINCT COALESCE(person, -1 - individual))
FROM actions WHERE project = 'RETE' AND unit_kind = 'contact_unit' AND NOT in_charge AND day BETWEEN $1 AND $2
GROUP BY GROUPING SETS ((type), ())
