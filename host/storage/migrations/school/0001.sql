-- One school. No column names a tenant: the database, or the schema, is the tenant.
CREATE TABLE meta (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE counter (name TEXT PRIMARY KEY, next {int} NOT NULL);

CREATE TABLE person (
  id {id},
  kind TEXT NOT NULL,
  civility TEXT NOT NULL,
  last_name TEXT NOT NULL,
  usage_name TEXT NOT NULL,
  first_name TEXT NOT NULL,
  first_name_2 TEXT NOT NULL,
  first_name_3 TEXT NOT NULL,
  sort_name {bytes} NOT NULL,
  sex TEXT NOT NULL,
  birth {int},
  email TEXT NOT NULL,
  address TEXT NOT NULL,
  function TEXT NOT NULL,
  active {int} NOT NULL,
  left_on {int},
  last_login {int},
  facts TEXT NOT NULL
);
CREATE INDEX person_by_name ON person(kind, sort_name);
-- siecle.eleve, siecle.personne, sts, ine, elenoet, ent.<provider>
CREATE TABLE person_key (
  kind TEXT NOT NULL,
  value TEXT NOT NULL,
  person {int} NOT NULL REFERENCES person(id),
  PRIMARY KEY (kind, value)
);
CREATE INDEX person_key_by_person ON person_key(person);
CREATE TABLE person_role (
  person {int} NOT NULL REFERENCES person(id),
  role TEXT NOT NULL,
  origin TEXT NOT NULL,
  PRIMARY KEY (person, role)
);
CREATE TABLE school_group (
  id {id},
  code TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL,
  label TEXT NOT NULL,
  level TEXT NOT NULL,
  divisions TEXT NOT NULL,
  active {int} NOT NULL
);
CREATE TABLE subject (
  id {id},
  code TEXT NOT NULL UNIQUE,
  short TEXT NOT NULL,
  label TEXT NOT NULL
);
CREATE TABLE membership (
  person {int} NOT NULL REFERENCES person(id),
  grp {int} NOT NULL REFERENCES school_group(id),
  PRIMARY KEY (person, grp)
);
CREATE INDEX membership_by_group ON membership(grp);
CREATE TABLE teaching (
  person {int} NOT NULL REFERENCES person(id),
  grp {int} NOT NULL REFERENCES school_group(id),
  subject {int} NOT NULL REFERENCES subject(id),
  origin TEXT NOT NULL,
  from_day {int} NOT NULL,
  until_day {int} NOT NULL,
  PRIMARY KEY (person, grp, subject)
);
CREATE INDEX teaching_by_group ON teaching(grp);
CREATE TABLE function_held (
  person {int} NOT NULL REFERENCES person(id),
  function TEXT NOT NULL,
  grp {int} NOT NULL,
  from_day {int} NOT NULL,
  until_day {int} NOT NULL,
  origin TEXT NOT NULL,
  PRIMARY KEY (person, function, grp, from_day, until_day)
);
CREATE TABLE guardianship (
  guardian {int} NOT NULL REFERENCES person(id),
  pupil {int} NOT NULL REFERENCES person(id),
  level {int} NOT NULL,
  relation TEXT NOT NULL,
  court {int} NOT NULL,
  PRIMARY KEY (guardian, pupil)
);
CREATE INDEX guardianship_by_pupil ON guardianship(pupil);

CREATE TABLE provider (id TEXT PRIMARY KEY, settings TEXT NOT NULL, active {int} NOT NULL);
CREATE TABLE session (
  id {bytes} PRIMARY KEY,
  person {int} NOT NULL REFERENCES person(id),
  hat TEXT NOT NULL,
  provider TEXT NOT NULL,
  ticket {bytes},
  agent TEXT NOT NULL,
  created {int} NOT NULL,
  seen {int} NOT NULL,
  until {int} NOT NULL
);
CREATE INDEX session_by_ticket ON session(provider, ticket);
CREATE TABLE used_ticket (provider TEXT NOT NULL, ticket {bytes} NOT NULL, at {int} NOT NULL, PRIMARY KEY (provider, ticket));
-- Somebody the ENT knows and the school does not yet: the linking desk's list.
CREATE TABLE unknown_identity (
  provider TEXT NOT NULL,
  ent_id TEXT NOT NULL,
  attributes TEXT NOT NULL,
  seen {int} NOT NULL,
  PRIMARY KEY (provider, ent_id)
);

CREATE TABLE plugin_state (
  plugin TEXT PRIMARY KEY,
  digest TEXT NOT NULL,
  state TEXT NOT NULL,
  by_person {int} NOT NULL,
  at {int} NOT NULL,
  until_day {int} NOT NULL
);
CREATE TABLE plugin_setting (plugin TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL, PRIMARY KEY (plugin, name));

CREATE TABLE record (
  plugin TEXT NOT NULL,
  collection TEXT NOT NULL,
  key {bytes} NOT NULL,
  subject {int} NOT NULL,
  value TEXT NOT NULL,
  version {int} NOT NULL,
  seq {int} NOT NULL,
  author {int} NOT NULL,
  created {int} NOT NULL,
  changed {int} NOT NULL,
  year {int} NOT NULL,
  embargo {int},
  parent_collection TEXT,
  parent_key {bytes},
  deleted {int} NOT NULL,
  PRIMARY KEY (plugin, collection, key, subject)
);
CREATE INDEX record_by_subject ON record(plugin, collection, subject, key);
CREATE TABLE record_ref (
  plugin TEXT NOT NULL,
  collection TEXT NOT NULL,
  key {bytes} NOT NULL,
  subject {int} NOT NULL,
  name TEXT NOT NULL,
  kind {int} NOT NULL,
  target {int} NOT NULL,
  PRIMARY KEY (plugin, collection, key, subject, name)
);
CREATE INDEX record_ref_by_target ON record_ref(kind, target);
-- A request that was answered: the same id again gets the same answer and writes nothing.
CREATE TABLE answered (
  person {int} NOT NULL,
  request TEXT NOT NULL,
  at {int} NOT NULL,
  answer TEXT NOT NULL,
  PRIMARY KEY (person, request)
);

CREATE TABLE journal_segment (seq {id}, at {int} NOT NULL, lines TEXT NOT NULL, digest {bytes} NOT NULL);
CREATE TABLE journal_subject (person {int} NOT NULL, seq {int} NOT NULL, PRIMARY KEY (person, seq));
CREATE TABLE journal_head (
  id {id},
  seq {int} NOT NULL,
  digest {bytes} NOT NULL,
  base_seq {int} NOT NULL,
  base_digest {bytes} NOT NULL,
  base_seal {bytes} NOT NULL
);
CREATE TABLE import_run (
  id {id},
  at {int} NOT NULL,
  by_person {int} NOT NULL,
  files TEXT NOT NULL,
  report TEXT NOT NULL
);
INSERT INTO counter (name, next) VALUES ('person', 1), ('group', 1), ('subject', 1), ('import', 1), ('change', 1), ('directory', 1);
