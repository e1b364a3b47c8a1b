-- after 10 11, where vault_grants has no public
ALTER TABLE vault_grants ADD COLUMN public TEXT NOT NULL DEFAULT '';
-- each: the third of the columns read is a public key, and its fingerprint the third argument of what is written
SELECT g.compartment_id, g.account_id, a.public FROM vault_grants g JOIN network_accounts a ON a.id = g.account_id WHERE a.public IS NOT NULL;
UPDATE vault_grants SET public = $3 WHERE compartment_id = $1 AND account_id = $2
