//! The executor: one way to run a statement on both engines. Only this file may assert dynamic text safe.

use sqlx::postgres::{PgArguments, PgRow, Postgres};
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteRow};
use sqlx::{AssertSqlSafe, Column, Row as _, TypeInfo, ValueRef};

use crate::{Result, StorageError};

/// A bind, in the order `$1 … $n`.
#[derive(Clone, Debug)]
pub enum Arg {
    /// A whole number, or none.
    Int(Option<i64>),
    /// Text, or none.
    Text(Option<String>),
    /// Bytes, or none.
    Bytes(Option<Vec<u8>>),
}

impl From<i64> for Arg {
    fn from(v: i64) -> Self {
        Self::Int(Some(v))
    }
}
impl From<Option<i64>> for Arg {
    fn from(v: Option<i64>) -> Self {
        Self::Int(v)
    }
}
impl From<&str> for Arg {
    fn from(v: &str) -> Self {
        Self::Text(Some(v.to_owned()))
    }
}
impl From<String> for Arg {
    fn from(v: String) -> Self {
        Self::Text(Some(v))
    }
}
impl From<Option<String>> for Arg {
    fn from(v: Option<String>) -> Self {
        Self::Text(v)
    }
}
impl From<&[u8]> for Arg {
    fn from(v: &[u8]) -> Self {
        Self::Bytes(Some(v.to_owned()))
    }
}
impl From<Vec<u8>> for Arg {
    fn from(v: Vec<u8>) -> Self {
        Self::Bytes(Some(v))
    }
}
impl From<Option<Vec<u8>>> for Arg {
    fn from(v: Option<Vec<u8>>) -> Self {
        Self::Bytes(v)
    }
}

/// Binds in order: `args![id, name]`.
#[macro_export]
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::query::Arg::from($value)),*] };
}

/// A statement: one text, or a pair where a set-based form differs.
#[derive(Clone, Copy, Debug)]
pub struct Sql {
    sqlite: &'static str,
    postgres: &'static str,
}

impl Sql {
    /// A named pair.
    #[must_use]
    pub const fn pair(sqlite: &'static str, postgres: &'static str) -> Self {
        Self { sqlite, postgres }
    }
}

impl From<&'static str> for Sql {
    fn from(text: &'static str) -> Self {
        Self { sqlite: text, postgres: text }
    }
}

/// One cell of a row.
#[derive(Clone, PartialEq, Debug)]
pub enum Cell {
    /// NULL.
    Null,
    /// A whole number.
    Int(i64),
    /// Text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

/// One row, its cells in the order of the statement.
#[derive(Clone, Debug)]
pub struct Row(Vec<Cell>);

impl Row {
    /// A whole number; 0 where there is none.
    #[must_use]
    pub fn int(&self, index: usize) -> i64 {
        self.maybe_int(index).unwrap_or(0)
    }

    /// A whole number, or none.
    #[must_use]
    pub fn maybe_int(&self, index: usize) -> Option<i64> {
        match self.0.get(index) {
            Some(Cell::Int(v)) => Some(*v),
            _ => None,
        }
    }

    /// Text; empty where there is none.
    #[must_use]
    pub fn text(&self, index: usize) -> &str {
        match self.0.get(index) {
            Some(Cell::Text(v)) => v,
            _ => "",
        }
    }

    /// Takes a text out of the row.
    #[must_use]
    pub fn take_text(&mut self, index: usize) -> String {
        match self.0.get_mut(index) {
            Some(Cell::Text(v)) => std::mem::take(v),
            _ => String::new(),
        }
    }

    /// Bytes; empty where there are none.
    #[must_use]
    pub fn bytes(&self, index: usize) -> &[u8] {
        match self.0.get(index) {
            Some(Cell::Bytes(v)) => v,
            Some(Cell::Text(v)) => v.as_bytes(),
            _ => &[],
        }
    }

    /// Bytes that hold text, such as a record's key.
    #[must_use]
    pub fn byte_text(&self, index: usize) -> String {
        String::from_utf8_lossy(self.bytes(index)).into_owned()
    }
}

/// A transaction on either engine. Dropped without [`Db::commit`], it is rolled back.
#[derive(Debug)]
pub enum Db {
    /// A file.
    Sqlite(Box<sqlx::Transaction<'static, Sqlite>>),
    /// A schema.
    Postgres(Box<sqlx::Transaction<'static, Postgres>>),
}

fn sqlite_arguments(args: Vec<Arg>) -> Result<SqliteArguments> {
    use sqlx::Arguments as _;
    let mut out = SqliteArguments::default();
    for arg in args {
        let added = match arg {
            Arg::Int(v) => out.add(v),
            Arg::Text(v) => out.add(v),
            Arg::Bytes(v) => out.add(v),
        };
        added.map_err(sqlx::Error::Encode)?;
    }
    Ok(out)
}

fn postgres_arguments(args: Vec<Arg>) -> Result<PgArguments> {
    use sqlx::Arguments as _;
    let mut out = PgArguments::default();
    for arg in args {
        let added = match arg {
            Arg::Int(v) => out.add(v),
            Arg::Text(v) => out.add(v),
            Arg::Bytes(v) => out.add(v),
        };
        added.map_err(sqlx::Error::Encode)?;
    }
    Ok(out)
}

fn sqlite_row(row: &SqliteRow) -> Result<Row> {
    let mut cells = Vec::with_capacity(row.len());
    for index in 0..row.len() {
        let raw = row.try_get_raw(index)?;
        let cell = if raw.is_null() {
            Cell::Null
        } else {
            match raw.type_info().name() {
                "INTEGER" | "BOOLEAN" => Cell::Int(row.try_get_unchecked(index)?),
                "BLOB" => Cell::Bytes(row.try_get_unchecked(index)?),
                _ => Cell::Text(row.try_get_unchecked(index)?),
            }
        };
        cells.push(cell);
    }
    Ok(Row(cells))
}

fn postgres_row(row: &PgRow) -> Result<Row> {
    let mut cells = Vec::with_capacity(row.len());
    for index in 0..row.len() {
        let cell = match row.column(index).type_info().name() {
            "INT8" => row.try_get::<Option<i64>, _>(index)?.map(Cell::Int),
            "INT4" => row.try_get::<Option<i32>, _>(index)?.map(|v| Cell::Int(i64::from(v))),
            "BOOL" => row.try_get::<Option<bool>, _>(index)?.map(|v| Cell::Int(i64::from(v))),
            "BYTEA" => row.try_get::<Option<Vec<u8>>, _>(index)?.map(Cell::Bytes),
            _ => row.try_get::<Option<String>, _>(index)?.map(Cell::Text),
        };
        cells.push(cell.unwrap_or(Cell::Null));
    }
    Ok(Row(cells))
}

impl Db {
    /// Runs a statement and gives its rows.
    ///
    /// # Errors
    /// What the database says.
    pub async fn rows(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> Result<Vec<Row>> {
        let sql = sql.into();
        match self {
            Self::Sqlite(c) => {
                let found = sqlx::query_with(sql.sqlite, sqlite_arguments(args)?).fetch_all(&mut ***c).await?;
                found.iter().map(sqlite_row).collect()
            }
            Self::Postgres(c) => {
                let found = sqlx::query_with(sql.postgres, postgres_arguments(args)?).fetch_all(&mut ***c).await?;
                found.iter().map(postgres_row).collect()
            }
        }
    }

    /// Runs a statement and gives its first row.
    ///
    /// # Errors
    /// What the database says.
    pub async fn row(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> Result<Option<Row>> {
        Ok(self.rows(sql, args).await?.into_iter().next())
    }

    /// Runs a statement and says how many rows it touched.
    ///
    /// # Errors
    /// What the database says.
    pub async fn run(&mut self, sql: impl Into<Sql>, args: Vec<Arg>) -> Result<u64> {
        let sql = sql.into();
        Ok(match self {
            Self::Sqlite(c) => sqlx::query_with(sql.sqlite, sqlite_arguments(args)?).execute(&mut ***c).await?.rows_affected(),
            Self::Postgres(c) => {
                sqlx::query_with(sql.postgres, postgres_arguments(args)?).execute(&mut ***c).await?.rows_affected()
            }
        })
    }

    /// Makes what was written durable.
    ///
    /// # Errors
    /// What the database says; nothing is written then.
    pub async fn commit(self) -> Result<()> {
        match self {
            Self::Sqlite(c) => c.commit().await?,
            Self::Postgres(c) => c.commit().await?,
        }
        Ok(())
    }

    /// Runs text that was put together from constants and slugs: schema changes, transaction control, `search_path`.
    /// Never anything that came from outside.
    pub(crate) async fn script(&mut self, text: &str) -> Result<()> {
        match self {
            Self::Sqlite(c) => sqlx::raw_sql(AssertSqlSafe(text.to_owned())).execute(&mut ***c).await.map(|_| ())?,
            Self::Postgres(c) => sqlx::raw_sql(AssertSqlSafe(text.to_owned())).execute(&mut ***c).await.map(|_| ())?,
        }
        Ok(())
    }

    /// Takes the next number of a counter: never reused, on either engine.
    ///
    /// # Errors
    /// [`StorageError::Inconsistent`] when there is no such counter.
    pub async fn next(&mut self, counter: &str, how_many: i64) -> Result<i64> {
        let row = self
            .row("UPDATE counter SET next = next + $2 WHERE name = $1 RETURNING next", args![counter, how_many])
            .await?
            .ok_or_else(|| StorageError::Inconsistent(format!("counter {counter}")))?;
        Ok(row.int(0) - how_many)
    }
}
