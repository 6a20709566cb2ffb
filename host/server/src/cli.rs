//! What can be asked of `preau`.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::{Parser, Subcommand};

/// A server for French school portals, safe to open to strangers' plugins.
#[derive(Debug, Parser)]
#[command(version, about, long_about = None)]
pub struct Arguments {
    /// Configuration; without it, `preau.toml` here, else the embedded defaults in `./data`.
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serves all schools of this deployment.
    Serve,
    /// Generates a synthetic school and serves it beside a small ENT.
    Demo(DemoArguments),
    /// Schools of this deployment.
    #[command(subcommand)]
    School(SchoolCommand),
    /// Identity providers of a school.
    #[command(subcommand)]
    Provider(ProviderCommand),
    /// Rosters from official files.
    #[command(subcommand)]
    Roster(RosterCommand),
    /// Plugins.
    #[command(subcommand)]
    Plugin(PluginCommand),
    /// The journal of a school.
    #[command(subcommand)]
    Journal(JournalCommand),
    /// Brings the databases up to this version.
    Migrate {
        /// Every school of the deployment.
        #[arg(long)]
        all: bool,
    },
}

/// `preau demo`
#[derive(Clone, Debug, clap::Args)]
pub struct DemoArguments {
    /// Starts anew: erases the folder first.
    #[arg(long)]
    pub fresh: bool,
    /// Where its data are kept.
    #[arg(long, default_value = "demo")]
    pub folder: PathBuf,
    /// Where Préau listens.
    #[arg(long, default_value = "127.0.0.1:8080")]
    pub listen: SocketAddr,
    /// Where the small ENT listens; browsers reach it as localhost, so that the two are different sites.
    #[arg(long, default_value = "127.0.0.1:8081")]
    pub ent: SocketAddr,
    /// The component of the evaluation plugin.
    #[arg(long, default_value = "plugins/evaluation/evaluation.preau")]
    pub plugin: PathBuf,
}

/// `preau school …`
#[derive(Debug, Subcommand)]
pub enum SchoolCommand {
    /// Creates a school: an empty shell.
    Create {
        /// Its UAI; several for one school.
        #[arg(long, required = true)]
        uai: Vec<String>,
        /// Denomination.
        #[arg(long)]
        name: String,
        /// Place.
        #[arg(long)]
        place: String,
        /// IANA time zone.
        #[arg(long, default_value = "Europe/Paris")]
        zone: String,
    },
    /// Adds an administrateur, who logs in through a provider under this id.
    Administrator {
        /// Slug or UAI.
        school: String,
        /// Family name.
        #[arg(long)]
        last_name: String,
        /// First name.
        #[arg(long)]
        first_name: String,
        /// The provider.
        #[arg(long)]
        provider: String,
        /// His id there.
        #[arg(long)]
        ent_id: String,
    },
    /// Lists schools.
    List,
}

/// `preau provider …`
#[derive(Debug, Subcommand)]
pub enum ProviderCommand {
    /// Adds or changes a provider from a TOML file.
    Put {
        /// Slug or UAI.
        school: String,
        /// Its settings.
        file: PathBuf,
    },
}

/// `preau roster …`
#[derive(Debug, Subcommand)]
pub enum RosterCommand {
    /// Reads SIECLE and STS files, shows what changes, and applies it.
    Import {
        /// Slug or UAI.
        school: String,
        /// XML or ZIP.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Shows only.
        #[arg(long)]
        dry_run: bool,
        /// The report as JSON on standard output.
        #[arg(long)]
        json: bool,
        /// More than one in ten may leave.
        #[arg(long)]
        confirm_leavers: bool,
    },
}

/// `preau plugin …`
#[derive(Debug, Subcommand)]
pub enum PluginCommand {
    /// Builds the plugin of a folder into a package.
    Build {
        /// The folder of its Cargo.toml and plugin.toml.
        folder: PathBuf,
    },
    /// Says whether this server would admit a package, and why not.
    Check {
        /// A package.
        file: PathBuf,
    },
    /// Says what a package imports, exports and asks for.
    Inspect {
        /// A package.
        file: PathBuf,
    },
    /// Admits a package and keeps it for all schools; active nowhere yet.
    Install {
        /// A package.
        file: PathBuf,
    },
    /// Activates an installed plugin in a school on behalf of its head, who asked for it.
    Activate {
        /// Slug or UAI.
        school: String,
        /// The plugin's id.
        id: String,
    },
}

/// `preau journal …`
#[derive(Debug, Subcommand)]
pub enum JournalCommand {
    /// Checks every segment; fails when anything was changed, cut or put back.
    Verify {
        /// Slug or UAI.
        school: String,
    },
    /// Who saw this person's data.
    About {
        /// Slug or UAI.
        school: String,
        /// A key such as `siecle.eleve:10001`.
        person: String,
    },
}
