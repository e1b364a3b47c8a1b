-- after 11, where vault_grants has no public
ALTER TABLE vault_grants ADD COLUMN public TEXT NOT NULL DEFAULT '';
