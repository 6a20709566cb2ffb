//! What the house says to its log while a test runs on one thread.

use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use tracing::Dispatch;
use tracing::subscriber::DefaultGuard;
use tracing_subscriber::fmt::MakeWriter;

/// Keeps every line, down to the most talkative level, of this thread until it is dropped.
#[derive(Debug)]
pub struct Logs {
    kept: Kept,
    _guard: DefaultGuard,
}

#[derive(Clone, Debug, Default)]
struct Kept(Arc<Mutex<Vec<u8>>>);

impl Write for Kept {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Kept {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

impl Logs {
    /// Begins to keep. Tests that use it run on one thread (`#[tokio::test]` without more).
    #[must_use]
    pub fn keep() -> Self {
        // With a single dispatcher, a line of code first met on a thread without one would be off for good, everywhere.
        static SECOND: OnceLock<Dispatch> = OnceLock::new();
        SECOND.get_or_init(|| Dispatch::new(tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).finish()));
        let kept = Kept::default();
        let subscriber =
            tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_ansi(false).with_writer(kept.clone()).finish();
        Self { kept, _guard: tracing::subscriber::set_default(subscriber) }
    }

    /// What was said since the last time.
    pub fn take(&self) -> String {
        let bytes = std::mem::take(&mut *self.kept.0.lock().unwrap_or_else(PoisonError::into_inner));
        String::from_utf8_lossy(&bytes).into_owned()
    }
}
