//! One function per family of commands.

mod journal;
mod plugin;
mod roster;
mod school;

use anyhow::Context as _;
use preau_domain::text;
use preau_domain::time::Clock;
use preau_policy::{Door, House};

use crate::cli::{Arguments, Command};
use crate::config::Config;
use crate::{demo, say, serve, wire};

/// Runs the command that was asked.
pub(crate) async fn dispatch(arguments: Arguments) -> anyhow::Result<()> {
    match arguments.command {
        Command::Demo(demo) => demo::run(&demo).await,
        Command::Plugin(command) => plugin::run(command, arguments.config.as_deref()).await,
        command => {
            let config = Config::load(arguments.config.as_deref())?;
            let house = wire::house(&config, Clock::System).await?;
            let result = match command {
                Command::Serve => {
                    let router = wire::router(&config, house.clone())?;
                    serve::serve(config.server.listen, house.clone(), router).await
                }
                Command::School(command) => school::run(command, &house).await,
                Command::Provider(command) => school::provider(command, &house).await,
                Command::Roster(command) => roster::run(command, &house).await,
                Command::Journal(command) => journal::run(command, &house).await,
                Command::Migrate { all } => migrate(&house, all).await,
                Command::Demo(_) | Command::Plugin(_) => Ok(()),
            };
            // what a command wrote is told to the centre before it ends, or an older file put back would pass for it
            house.flush().await?;
            result
        }
    }
}

/// The school for a slug or UAI.
pub(crate) async fn door(house: &House, school: &str) -> anyhow::Result<Door> {
    let missing = || text!("server-no-school", school = school).to_string();
    let slug = house.resolve(school).await?.with_context(missing)?;
    house.door(&slug).await?.with_context(missing)
}

/// Opening a school migrates it.
async fn migrate(house: &House, all: bool) -> anyhow::Result<()> {
    anyhow::ensure!(all, text!("server-migrate-all"));
    let tenants = house.tenants().await?;
    let bar = indicatif::ProgressBar::new(tenants.len() as u64);
    for (slug, _) in &tenants {
        house.door(slug).await.with_context(|| slug.to_string())?;
        bar.inc(1);
    }
    bar.finish_and_clear();
    say(text!("server-migrated", count = tenants.len()));
    Ok(())
}
