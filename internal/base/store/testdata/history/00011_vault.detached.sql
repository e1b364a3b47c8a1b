-- +goose Up
-- Who people are. Everything named sealed is ciphertext; the keys to it are sealed to people, and never stand here bare.
CREATE TABLE vault_recoveries (       -- the key that opens everything of an organisation when nobody is left; its seed is on paper, in shares
  organisation_id TEXT PRIMARY KEY REFERENCES network_organisations(id),
  public BYTEA NOT NULL,
  commitment BYTEA NOT NULL,          -- recognises a share that is typed
  made TEXT NOT NULL
);
CREATE TABLE vault_compartments (
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  kind TEXT NOT NULL,                 -- team | case | shelter | inbox
  epoch BIGINT NOT NULL,              -- the one in use; every change of the key begins another
  tokens BYTEA NOT NULL,              -- key of the blind tokens, sealed under the compartment's key
  recovery BYTEA NOT NULL,            -- the compartment's key, sealed to the organisation's recovery key
  made TEXT NOT NULL
);
CREATE INDEX vault_compartments_organisation ON vault_compartments(organisation_id, kind);
CREATE TABLE vault_grants (           -- who may open a compartment: its key, sealed to one person's public key
  compartment_id TEXT NOT NULL REFERENCES vault_compartments(id),
  account_id TEXT NOT NULL REFERENCES network_accounts(id),
  epoch BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  by_account TEXT NOT NULL,
  made TEXT NOT NULL,
  PRIMARY KEY (compartment_id, account_id)
);
CREATE INDEX vault_grants_account ON vault_grants(account_id);
CREATE TABLE vault_person_keys (      -- the key of one person, sealed under the key of a compartment
  person_id TEXT NOT NULL REFERENCES person_persons(id),
  compartment_id TEXT NOT NULL REFERENCES vault_compartments(id),
  organisation_id TEXT NOT NULL,      -- the person's
  epoch BIGINT NOT NULL,
  sealed BYTEA NOT NULL,
  PRIMARY KEY (person_id, compartment_id)
);
CREATE INDEX vault_person_keys_compartment ON vault_person_keys(compartment_id);
CREATE TABLE vault_records (          -- one section of a person's card
  person_id TEXT NOT NULL REFERENCES person_persons(id),
  kind TEXT NOT NULL,                 -- names | phones | documents | birth | addresses | safe_contact | notes
  revision BIGINT NOT NULL,
  form BIGINT NOT NULL,               -- schema of the text inside
  sealed BYTEA NOT NULL,
  recorded TEXT NOT NULL,
  PRIMARY KEY (person_id, kind)
);
CREATE TABLE vault_files (
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person_persons(id),
  sealed BYTEA NOT NULL,              -- what it is called, its type and its size
  recorded TEXT NOT NULL
);
CREATE INDEX vault_files_person ON vault_files(person_id);
CREATE TABLE vault_chunks (           -- the body of a file, an age stream cut into pieces
  file_id TEXT NOT NULL REFERENCES vault_files(id),
  n BIGINT NOT NULL,
  body BYTEA NOT NULL,
  PRIMARY KEY (file_id, n)
);
CREATE TABLE vault_tokens (           -- keyed hashes that find a phone or a document again
  token BYTEA NOT NULL,
  compartment_id TEXT NOT NULL REFERENCES vault_compartments(id),
  person_id TEXT NOT NULL REFERENCES person_persons(id),
  kind TEXT NOT NULL,                 -- of the section it comes from
  PRIMARY KEY (token, compartment_id, person_id)
);
CREATE INDEX vault_tokens_person ON vault_tokens(person_id, kind);
CREATE TABLE vault_followers (        -- whose own case a person is
  person_id TEXT NOT NULL REFERENCES person_persons(id),
  account_id TEXT NOT NULL REFERENCES network_accounts(id),
  since TEXT NOT NULL,
  PRIMARY KEY (person_id, account_id)
);
CREATE INDEX vault_followers_account ON vault_followers(account_id);
CREATE TABLE vault_glasses (          -- glass that was broken: the key of one person, for one colleague, for a short time
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL REFERENCES person_persons(id),
  account_id TEXT NOT NULL REFERENCES network_accounts(id),
  organisation_id TEXT NOT NULL,
  reason TEXT NOT NULL,               -- list glass_reason
  state TEXT NOT NULL,                -- asked | open | refused | over
  asked TEXT NOT NULL,
  until TEXT NOT NULL,                -- end of the hour, or of the wait
  by_account TEXT NOT NULL,           -- who held the key and answered
  sealed BYTEA NOT NULL               -- the person's key, sealed to the asker; empty before and after
);
CREATE INDEX vault_glasses_person ON vault_glasses(person_id, account_id);
CREATE INDEX vault_glasses_organisation ON vault_glasses(organisation_id, state);
CREATE TABLE vault_notices (          -- what somebody is told on their first page
  id TEXT PRIMARY KEY,
  account_id TEXT NOT NULL REFERENCES network_accounts(id),
  kind TEXT NOT NULL,                 -- glass | budget
  person_id TEXT NOT NULL,            -- empty when it is about nobody in particular
  about TEXT NOT NULL,                -- account that did it
  reason TEXT NOT NULL,
  made TEXT NOT NULL
);
CREATE INDEX vault_notices_account ON vault_notices(account_id, made);
CREATE TABLE vault_readings (         -- how many sections an account opened in an hour
  account_id TEXT NOT NULL REFERENCES network_accounts(id),
  hour TEXT NOT NULL,
  opened BIGINT NOT NULL,
  PRIMARY KEY (account_id, hour)
);
CREATE TABLE vault_erasures (         -- people whose keys were destroyed
  id TEXT PRIMARY KEY,
  person_id TEXT NOT NULL,
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  account_id TEXT NOT NULL,
  erased TEXT NOT NULL,
  records BIGINT NOT NULL,
  files BIGINT NOT NULL,
  tokens BIGINT NOT NULL,
  keys BIGINT NOT NULL,
  backups TEXT NOT NULL               -- day after which no backup holds them either
);
CREATE INDEX vault_erasures_person ON vault_erasures(person_id);
CREATE TABLE vault_plans (            -- outings still to come
  id TEXT PRIMARY KEY,
  organisation_id TEXT NOT NULL REFERENCES network_organisations(id),
  unit_id TEXT NOT NULL REFERENCES network_units(id),
  compartment_id TEXT NOT NULL REFERENCES vault_compartments(id),
  epoch BIGINT NOT NULL,
  key BYTEA NOT NULL,                 -- of this plan, sealed under the compartment's; empty once destroyed
  revision BIGINT NOT NULL,
  sealed BYTEA NOT NULL,              -- day, where, who, when; empty once destroyed
  state TEXT NOT NULL,                -- coming | out | cancelled
  outing_id TEXT NOT NULL,            -- what became of it; empty before
  keep TEXT NOT NULL,                 -- last day of the month until which it is kept
  recorded TEXT NOT NULL
);
CREATE INDEX vault_plans_organisation ON vault_plans(organisation_id, state);
CREATE INDEX vault_plans_keep ON vault_plans(keep);
