//! Storage on both engines.

mod isolation;
mod journal;
mod migrations;
mod records;
mod sessions;
mod writer;

use preau_storage::writer::Borrowed;
use preau_storage::{Db, Result, School, Step};

/// Runs work in the school's writer and keeps it, without journal lines.
async fn write<R: Send + 'static>(
    school: &School,
    work: impl for<'a> FnOnce(&'a mut Db) -> Borrowed<'a, Result<R>> + Send + 'static,
) -> R {
    school.write(move |db| Box::pin(async move { Ok(Step::Keep(work(db).await?, vec![])) })).await.expect("write")
}
