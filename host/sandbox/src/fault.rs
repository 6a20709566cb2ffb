//! Each way in which a plugin can fail, with a name for logs and a sentence for people.

use preau_domain::message::Text;
use preau_domain::text;

/// Why a call ended without an answer. Nothing of it is written.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Fault {
    /// It used up its CPU time.
    Cpu,
    /// It took too long, storage included.
    WallClock,
    /// It asked for more memory, or made the host hold too much for it.
    Memory,
    /// It called itself too deeply.
    Stack,
    /// It called the host too often.
    HostCalls,
    /// It kept too many resources alive.
    Handles,
    /// It copied too much in one piece.
    Transfer,
    /// Its page became too heavy.
    PageSize,
    /// Its download became too large.
    DownloadSize,
    /// It misused the writer: the first misuse.
    Misuse(Text),
    /// It panicked, with the message of its last line of log.
    Panic(String),
    /// It trapped: the reason and the functions it was in.
    Trap(String),
    /// Storage failed in a function that has no way to say so.
    Storage,
    /// Not its fault: no place was free in time.
    Busy,
    /// It failed so often in this school that it rests for a while.
    Resting,
}

impl Fault {
    /// A stable name, for logs, the journal and measures.
    #[must_use]
    pub fn name(&self) -> &'static str {
        match self {
            Self::Cpu => "cpu",
            Self::WallClock => "wall-clock",
            Self::Memory => "memory",
            Self::Stack => "stack",
            Self::HostCalls => "host-calls",
            Self::Handles => "handles",
            Self::Transfer => "transfer",
            Self::PageSize => "page-size",
            Self::DownloadSize => "download-size",
            Self::Misuse(_) => "misuse",
            Self::Panic(_) => "panic",
            Self::Trap(_) => "trap",
            Self::Storage => "storage",
            Self::Busy => "busy",
            Self::Resting => "resting",
        }
    }

    /// A sentence for the person in front of the screen and for the log of the tenant.
    #[must_use]
    pub fn text(&self) -> Text {
        match self {
            Self::Cpu => text!("sandbox-fault-cpu"),
            Self::WallClock => text!("sandbox-fault-wall-clock"),
            Self::Memory => text!("sandbox-fault-memory"),
            Self::Stack => text!("sandbox-fault-stack"),
            Self::HostCalls => text!("sandbox-fault-host-calls"),
            Self::Handles => text!("sandbox-fault-handles"),
            Self::Transfer => text!("sandbox-fault-transfer"),
            Self::PageSize => text!("sandbox-fault-page-size"),
            Self::DownloadSize => text!("sandbox-fault-download-size"),
            Self::Misuse(what) => text!("sandbox-fault-misuse", what = what.clone()),
            Self::Panic(message) => text!("sandbox-fault-panic", message = message),
            Self::Trap(reason) => text!("sandbox-fault-trap", reason = reason),
            Self::Storage => text!("sandbox-fault-storage"),
            Self::Busy => text!("sandbox-fault-busy"),
            Self::Resting => text!("sandbox-fault-resting"),
        }
    }

    /// Whether it counts towards letting the plugin rest: what burns the machine or is a bug, not what a forged address
    /// can provoke cheaply, and nothing that is not the plugin's.
    #[must_use]
    pub fn is_costly(&self) -> bool {
        !matches!(self, Self::Misuse(_) | Self::Storage | Self::Busy | Self::Resting)
    }
}
