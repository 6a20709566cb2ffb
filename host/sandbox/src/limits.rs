//! What a plugin may spend in one call: the operator's figures, which a manifest may only lower.

use std::time::Duration;

use preau_domain::manifest::{self, parse_bytes, parse_milliseconds};

/// How often CPU time is counted; a CPU limit is rounded up to whole ticks.
pub const TICK: Duration = Duration::from_millis(10);

/// The operator's limits. There is no default: somebody names each figure, or takes [`Limits::standard`].
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Limits {
    /// Calls at once in the whole process: the size of the instance pool.
    pub pool: u32,
    /// Calls at once of one plugin.
    pub per_plugin: u32,
    /// Plugins kept ready in memory.
    pub kept: usize,
    /// Slots of the pool that stay warm (their memory is kept) while nobody uses them.
    pub warm: u32,
    /// How long a call waits for a place before it is told that the server is busy.
    pub wait: Duration,
    /// CPU time of a call, counted in [`TICK`]s.
    pub cpu: Duration,
    /// Time of a call on the wall, storage included.
    pub wall: Duration,
    /// Linear memory, bytes.
    pub memory: usize,
    /// Elements of a table.
    pub table: usize,
    /// Resources (pages, rows, drafts) alive at once.
    pub handles: usize,
    /// Bytes that one call across the border may copy into the host.
    pub transfer: usize,
    /// Bytes that the host holds or reads for a call: drafts, rows, columns.
    pub held: usize,
    /// What a recorded page may weigh, bytes.
    pub page: usize,
    /// A download, bytes.
    pub download: usize,
    /// Calls into the host.
    pub host_calls: u32,
    /// Lines of log that are kept.
    pub log_lines: usize,
    /// A package, bytes.
    pub package: usize,
}

impl Limits {
    /// What a server for some schools on a small machine takes.
    #[must_use]
    pub fn standard() -> Self {
        Self {
            pool: 64,
            per_plugin: 32,
            kept: 64,
            warm: 32,
            wait: Duration::from_secs(2),
            cpu: Duration::from_millis(500),
            wall: Duration::from_secs(5),
            memory: 32 << 20,
            table: 20_000,
            handles: 8_000,
            transfer: 2 << 20,
            held: 32 << 20,
            page: 2 << 20,
            download: 16 << 20,
            host_calls: 100_000,
            log_lines: 100,
            package: 8 << 20,
        }
    }

    /// These limits for a plugin whose manifest asks for less; what it asks beyond them is not given.
    #[must_use]
    pub fn lowered(&self, asked: &manifest::Limits) -> Self {
        let bytes = |text: &Option<String>| text.as_deref().and_then(parse_bytes).and_then(|b| usize::try_from(b).ok());
        let least = |own: usize, asked: Option<usize>| asked.map_or(own, |asked| own.min(asked));
        let cpu = asked.cpu.as_deref().and_then(parse_milliseconds).map(Duration::from_millis);
        Self {
            memory: least(self.memory, bytes(&asked.memory)),
            page: least(self.page, bytes(&asked.page)),
            cpu: cpu.map_or(self.cpu, |asked| self.cpu.min(asked)),
            ..self.clone()
        }
    }

    /// The CPU limit in ticks, at least one.
    #[must_use]
    pub fn ticks(&self) -> u32 {
        u32::try_from(self.cpu.as_millis().div_ceil(TICK.as_millis())).unwrap_or(u32::MAX).max(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_manifest_only_lowers() {
        let ours = Limits::standard();
        let text = |t: &str| Some(t.to_owned());
        let less = ours.lowered(&manifest::Limits { memory: text("4MiB"), cpu: text("95ms"), page: text("64KiB") });
        assert_eq!((less.memory, less.page, less.ticks()), (4 << 20, 64 << 10, 10));
        let more = manifest::Limits { memory: text("4096MiB"), cpu: text("60s"), page: text("999MiB") };
        assert_eq!(ours.lowered(&more), ours);
    }
}
