-- The centre: tenants, plugins and anchors. No pupil, no guardian, no teacher (SAC-21).
CREATE TABLE tenant (
  slug TEXT PRIMARY KEY,
  name TEXT NOT NULL,
  place TEXT NOT NULL,
  zone TEXT NOT NULL,
  created {int} NOT NULL
);
CREATE TABLE tenant_uai (
  uai TEXT PRIMARY KEY,
  slug TEXT NOT NULL REFERENCES tenant(slug)
);
CREATE TABLE contact (
  slug TEXT PRIMARY KEY REFERENCES tenant(slug),
  last_name TEXT NOT NULL,
  first_name TEXT NOT NULL,
  email TEXT NOT NULL
);
-- A plugin is known by the digest of its component and manifest together.
CREATE TABLE plugin (
  digest TEXT PRIMARY KEY,
  id TEXT NOT NULL,
  version TEXT NOT NULL,
  manifest TEXT NOT NULL,
  component {bytes} NOT NULL,
  added {int} NOT NULL
);
CREATE INDEX plugin_by_id ON plugin(id, added);
-- The last sealed segment of each tenant's journal that the centre has seen: truncation and older files show.
CREATE TABLE anchor (
  slug TEXT PRIMARY KEY,
  seq {int} NOT NULL,
  digest {bytes} NOT NULL,
  at {int} NOT NULL
);
