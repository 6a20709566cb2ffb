//! `preau journal verify UAI` and `preau journal about UAI KEY`

use anyhow::Context as _;
use preau_domain::text;
use preau_policy::journal::{self, Verdict};
use preau_policy::system::SystemScope;
use preau_policy::{House, PolicyError, people};
use preau_storage::StorageError;

use crate::cli::JournalCommand;
use crate::commands::door;
use crate::say;

pub(crate) async fn run(command: JournalCommand, house: &House) -> anyhow::Result<()> {
    match command {
        JournalCommand::Verify { school } => {
            let door = door(house, &school).await.map_err(put_back)?;
            match journal::verify(house, &door).await.map_err(|e| put_back(e.into()))? {
                Verdict::Sound { segments, lines } => {
                    say(text!("server-journal-sound", segments = segments, lines = lines));
                    Ok(())
                }
                Verdict::Altered(at) => anyhow::bail!(text!("server-journal-altered", segment = at).to_string()),
                Verdict::Missing(at) => anyhow::bail!(text!("server-journal-missing", segment = at).to_string()),
                Verdict::Index(at) => anyhow::bail!(text!("server-journal-index", segment = at).to_string()),
                Verdict::Head => anyhow::bail!(text!("server-journal-head").to_string()),
                Verdict::Base => anyhow::bail!(text!("server-journal-base").to_string()),
            }
        }
        JournalCommand::About { school, person } => {
            let door = door(house, &school).await?;
            let system = SystemScope::enter(&door, "operator-journal").await?;
            let (kind, value) = person.split_once(':').context(text!("server-journal-key").to_string())?;
            let who = people::by_key(&system, kind, value).await?;
            let who = who.with_context(|| text!("server-journal-nobody", key = &person).to_string())?;
            for line in journal::about_as_operator(&system, who).await? {
                let when = line.at.french(door.zone());
                say(format!("{when}  {:<15} {:<14} {:<32} {}", line.role, line.action, line.kinds, line.plugin));
            }
            Ok(())
        }
    }
}

/// In French: the journal does not read, or the centre remembers a later segment, or another one, than the school's file holds.
fn put_back(error: anyhow::Error) -> anyhow::Error {
    match error.downcast_ref() {
        Some(PolicyError::Storage(StorageError::Anchor { seq, .. })) => {
            anyhow::anyhow!("{}", text!("server-journal-anchor", segment = *seq))
        }
        Some(PolicyError::Storage(StorageError::Database(_) | StorageError::Inconsistent(_))) => {
            error.context(text!("server-journal-unreadable").to_string())
        }
        _ => error,
    }
}
