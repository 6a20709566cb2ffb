//! The journal of one school: lines in sealed segments, each chained to the one before it.
//!
//! A segment is what one commit group wrote. Its digest is a keyed hash over the digest before it, its number, its moment
//! and its lines, so nobody without the key can change, drop or insert anything unseen; the centre's anchor shows a file
//! that was cut or put back.

use serde_json::{Value, json};

use crate::{Db, Result, Sql, StorageError, args};

/// One line: who did what, as whom, through which plugin, to whose data.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Line {
    /// Milliseconds since 1970.
    pub at: i64,
    /// The person, 0 for the system or an operator.
    pub actor: i64,
    /// The hat worn, or `system`.
    pub role: String,
    /// `plugin@version`, or empty for the host itself.
    pub plugin: String,
    /// What was done, a word such as `view`, `write`, `login`.
    pub action: String,
    /// Kinds of data, comma-separated.
    pub kinds: String,
    /// Whose data.
    pub subjects: Vec<i64>,
    /// Listed apart: deletions, exports, grants, refused logins.
    pub sensitive: bool,
    /// More, in words that hold no personal data.
    pub detail: String,
}

impl Line {
    fn to_json(&self) -> Value {
        json!([
            self.at,
            self.actor,
            self.role,
            self.plugin,
            self.action,
            self.kinds,
            self.subjects,
            u8::from(self.sensitive),
            self.detail
        ])
    }

    fn from_json(value: &Value) -> Option<Self> {
        let text = |i: usize| value.get(i).and_then(Value::as_str).map(str::to_owned);
        let int = |i: usize| value.get(i).and_then(Value::as_i64);
        Some(Self {
            at: int(0)?,
            actor: int(1)?,
            role: text(2)?,
            plugin: text(3)?,
            action: text(4)?,
            kinds: text(5)?,
            subjects: value.get(6)?.as_array()?.iter().filter_map(Value::as_i64).collect(),
            sensitive: int(7)? != 0,
            detail: text(8)?,
        })
    }
}

/// Where a chain stands.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Head {
    /// Number of the last segment, 0 before the first.
    pub seq: i64,
    /// Its digest.
    pub digest: Vec<u8>,
}

/// What a verification found.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Verdict {
    /// Every segment is as it was sealed: so many segments, so many lines.
    Sound {
        /// Segments checked.
        segments: i64,
        /// Lines in them.
        lines: i64,
    },
    /// A segment's content, number or moment is not what was sealed.
    Altered(i64),
    /// Segments are missing before this number.
    Missing(i64),
    /// The head does not match the last segment.
    Head,
    /// The base, before which segments were purged, is not one that was sealed.
    Base,
    /// The subject index does not match the lines of this segment.
    Index(i64),
}

const GENESIS: &[u8] = b"preau journal";

fn digest(key: &[u8; 32], before: &[u8], seq: i64, at: i64, lines: &str) -> Vec<u8> {
    let mut hasher = blake3::Hasher::new_keyed(key);
    // lengths first, so that no two inputs share bytes
    hasher.update(&(before.len() as u64).to_le_bytes()).update(before);
    hasher.update(&seq.to_le_bytes()).update(&at.to_le_bytes()).update(lines.as_bytes());
    hasher.finalize().as_bytes().to_vec()
}

/// What shows that the base was moved by somebody with the key: without it, the beginning of a chain could be cut off unseen.
fn base_seal(key: &[u8; 32], seq: i64, base: &[u8]) -> Vec<u8> {
    digest(key, base, seq, i64::MIN, "base")
}

/// Makes the head of a new journal.
pub(crate) async fn create(db: &mut Db, key: &[u8; 32]) -> Result<()> {
    db.run(
        "INSERT INTO journal_head (id, seq, digest, base_seq, base_digest, base_seal) VALUES (1, 0, $1, 0, $1, $2)
         ON CONFLICT (id) DO NOTHING",
        args![GENESIS, base_seal(key, 0, GENESIS)],
    )
    .await?;
    Ok(())
}

/// Takes the head's lock (on PostgreSQL writers of several nodes queue here) and gives it.
pub(crate) async fn lock(db: &mut Db) -> Result<Head> {
    let row = db.row("UPDATE journal_head SET seq = seq WHERE id = 1 RETURNING seq, digest", args![]).await?;
    let row = row.ok_or_else(|| StorageError::Inconsistent("journal_head".into()))?;
    Ok(Head { seq: row.int(0), digest: row.bytes(1).to_vec() })
}

const INDEX: Sql = Sql::pair(
    "INSERT INTO journal_subject (person, seq) SELECT value, $2 FROM json_each($1) WHERE true ON CONFLICT DO NOTHING",
    "INSERT INTO journal_subject (person, seq) SELECT value::bigint, $2 FROM jsonb_array_elements_text($1::jsonb) ON CONFLICT DO NOTHING",
);

/// Seals a segment after `head`. Nothing is written for no lines.
pub(crate) async fn seal(db: &mut Db, key: &[u8; 32], head: Head, at: i64, lines: &[Line]) -> Result<Head> {
    if lines.is_empty() {
        return Ok(head);
    }
    let text = Value::Array(lines.iter().map(Line::to_json).collect()).to_string();
    let seq = head.seq + 1;
    let digest = digest(key, &head.digest, seq, at, &text);
    db.run("INSERT INTO journal_segment (seq, at, lines, digest) VALUES ($1, $2, $3, $4)", args![seq, at, text, digest.clone()])
        .await?;
    let subjects = subjects_of(lines);
    if !subjects.is_empty() {
        db.run(INDEX, args![json!(subjects).to_string(), seq]).await?;
    }
    db.run("UPDATE journal_head SET seq = $1, digest = $2 WHERE id = 1", args![seq, digest.clone()]).await?;
    Ok(Head { seq, digest })
}

fn subjects_of(lines: &[Line]) -> Vec<i64> {
    let mut subjects: Vec<i64> = lines.iter().flat_map(|l| l.subjects.iter().copied()).collect();
    subjects.sort_unstable();
    subjects.dedup();
    subjects
}

/// The head as stored.
///
/// # Errors
/// What the database says.
pub async fn head(db: &mut Db) -> Result<Head> {
    let row = db.row("SELECT seq, digest FROM journal_head WHERE id = 1", args![]).await?;
    Ok(row.map_or(Head { seq: 0, digest: Vec::new() }, |r| Head { seq: r.int(0), digest: r.bytes(1).to_vec() }))
}

/// The digest stored with segment `seq`; the base's for the base, none when there is no such segment.
///
/// # Errors
/// What the database says.
pub async fn digest_at(db: &mut Db, seq: i64) -> Result<Option<Vec<u8>>> {
    let base = db.row("SELECT base_digest FROM journal_head WHERE id = 1 AND base_seq = $1", args![seq]).await?;
    if let Some(row) = base {
        return Ok(Some(row.bytes(0).to_vec()));
    }
    let row = db.row("SELECT digest FROM journal_segment WHERE seq = $1", args![seq]).await?;
    Ok(row.map(|r| r.bytes(0).to_vec()))
}

/// Recomputes the chain from its base.
///
/// # Errors
/// What the database says.
pub async fn verify(db: &mut Db, key: &[u8; 32]) -> Result<Verdict> {
    let sql = "SELECT base_seq, base_digest, seq, digest, base_seal FROM journal_head WHERE id = 1";
    let Some(base) = db.row(sql, args![]).await? else { return Ok(Verdict::Head) };
    let (mut seq, mut before) = (base.int(0), base.bytes(1).to_vec());
    if base_seal(key, seq, &before) != base.bytes(4) {
        return Ok(Verdict::Base);
    }
    // nothing may stand before the base: it would be shown and not be checked
    if let Some(early) = db.row("SELECT seq FROM journal_segment WHERE seq <= $1 LIMIT 1", args![seq]).await? {
        return Ok(Verdict::Altered(early.int(0)));
    }
    let first = seq;
    let mut count = 0;
    loop {
        let rows = db
            .rows("SELECT seq, at, lines, digest FROM journal_segment WHERE seq > $1 ORDER BY seq LIMIT 500", args![seq])
            .await?;
        if rows.is_empty() {
            break;
        }
        for row in rows {
            if row.int(0) != seq + 1 {
                return Ok(Verdict::Missing(row.int(0)));
            }
            seq = row.int(0);
            before = digest(key, &before, seq, row.int(1), row.text(2));
            if before != row.bytes(3) {
                return Ok(Verdict::Altered(seq));
            }
            let lines = parse(row.text(2))?;
            count += i64::try_from(lines.len()).unwrap_or(0);
            let indexed = db.rows("SELECT person FROM journal_subject WHERE seq = $1 ORDER BY person", args![seq]).await?;
            if indexed.iter().map(|r| r.int(0)).collect::<Vec<_>>() != subjects_of(&lines) {
                return Ok(Verdict::Index(seq));
            }
        }
    }
    if seq != base.int(2) || before != base.bytes(3) {
        return Ok(Verdict::Head);
    }
    let dangling =
        "SELECT seq FROM journal_subject j WHERE NOT EXISTS (SELECT 1 FROM journal_segment s WHERE s.seq = j.seq) LIMIT 1";
    if let Some(row) = db.row(dangling, args![]).await? {
        return Ok(Verdict::Index(row.int(0)));
    }
    Ok(Verdict::Sound { segments: seq - first, lines: count })
}

fn parse(text: &str) -> Result<Vec<Line>> {
    let value: Value = serde_json::from_str(text).map_err(|e| StorageError::Inconsistent(format!("journal lines: {e}")))?;
    let list = value.as_array().ok_or_else(|| StorageError::Inconsistent("journal lines".into()))?;
    list.iter().map(|l| Line::from_json(l).ok_or_else(|| StorageError::Inconsistent("journal line".into()))).collect()
}

/// Lines about one person, newest first, from segments before `before` (or the end), at most `limit` segments.
/// Gives (segment, line) pairs.
///
/// # Errors
/// What the database says.
pub async fn about(db: &mut Db, person: i64, before: Option<i64>, limit: i64) -> Result<Vec<(i64, Line)>> {
    let rows = db
        .rows(
            "SELECT s.seq, s.lines FROM journal_subject j JOIN journal_segment s ON s.seq = j.seq
             WHERE j.person = $1 AND j.seq < $2 ORDER BY j.seq DESC LIMIT $3",
            args![person, before.unwrap_or(i64::MAX), limit],
        )
        .await?;
    let mut found = Vec::new();
    for row in rows {
        let lines = parse(row.text(1))?;
        found.extend(lines.into_iter().rev().filter(|l| l.subjects.contains(&person)).map(|l| (row.int(0), l)));
    }
    Ok(found)
}

/// The newest lines, from segments before `before`, at most `limit` segments.
///
/// # Errors
/// What the database says.
pub async fn latest(db: &mut Db, before: Option<i64>, limit: i64) -> Result<Vec<(i64, Line)>> {
    let rows = db
        .rows(
            "SELECT seq, lines FROM journal_segment WHERE seq < $1 ORDER BY seq DESC LIMIT $2",
            args![before.unwrap_or(i64::MAX), limit],
        )
        .await?;
    let mut found = Vec::new();
    for row in rows {
        found.extend(parse(row.text(1))?.into_iter().rev().map(|l| (row.int(0), l)));
    }
    Ok(found)
}
