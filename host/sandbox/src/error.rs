//! What the sandbox answers when it cannot even begin.

use preau_domain::message::Text;
use thiserror::Error;

/// A failure of the host, or of a package on its way into memory.
#[derive(Debug, Error)]
pub enum SandboxError {
    /// The engine does not start, for instance because address space is limited.
    #[error("engine: {0}")]
    Engine(String),
    /// The folder of compiled code cannot be used.
    #[error("compiled code in {path}: {error}")]
    Folder {
        /// Which folder or file.
        path: String,
        /// Why.
        error: std::io::Error,
    },
    /// A component that was admitted before cannot be compiled or linked now.
    #[error("component {digest}: {detail}")]
    Component {
        /// Which.
        digest: String,
        /// Why.
        detail: String,
    },
    /// A package is refused.
    #[error("{0}")]
    Refused(Text),
}
