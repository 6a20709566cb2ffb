//! `preau plugin …`

use std::path::Path;

use preau_domain::ids::PluginId;
use preau_domain::text;
use preau_domain::time::Clock;
use preau_policy::plugins;
use preau_policy::system::SystemScope;

use crate::cli::PluginCommand;
use crate::commands::door;
use crate::config::Config;
use crate::{plugin, say, wire};

pub(crate) async fn run(command: PluginCommand, config: Option<&Path>) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    match command {
        PluginCommand::Build { folder } => plugin::build::build(&folder, &mut out).map(drop),
        PluginCommand::Check { file } => plugin::check::check(&file, &mut out).await,
        PluginCommand::Inspect { file } => plugin::inspect::inspect(&file, &mut out),
        PluginCommand::Install { file } => {
            let config = Config::load(config)?;
            let house = wire::house(&config, Clock::System).await?;
            let (id, digest) = plugin::install(&house, &config.storage.folder.join("compiled"), &file).await?;
            say(text!("server-plugin-installed", id = id, digest = digest));
            Ok(())
        }
        PluginCommand::Activate { school, id } => {
            let config = Config::load(config)?;
            let house = wire::house(&config, Clock::System).await?;
            let door = door(&house, &school).await?;
            let system = SystemScope::enter(&door, "operator-activates").await?;
            let parsed = PluginId::parse(&id);
            let newest = match &parsed {
                Some(id) => plugins::newest(&house, id).await?,
                None => None,
            };
            let (Some(parsed), Some(digest)) = (parsed, newest) else {
                anyhow::bail!(text!("policy-no-such-plugin", id = id).to_string())
            };
            plugins::activate_as_operator(&system, &parsed, &digest).await?;
            house.flush().await?;
            say(text!("server-plugin-activated", id = parsed.as_str(), slug = door.slug().as_str()));
            Ok(())
        }
    }
}
