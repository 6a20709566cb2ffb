//! The stage: a school with thirty pupils a class, imported like any other, beside a small one and two hundred empty ones;
//! its servers; and the visitors that have logged in.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::{Context, Result};
use clap::Parser as _;
use preau_domain::ids::PluginId;
use preau_domain::time::{Clock, Zone};
use preau_domain::uai::Uai;
use preau_policy::people::{self, NewSchool};
use preau_policy::roster::{self, By};
use preau_policy::system::SystemScope;
use preau_policy::{Door, House, plugins};
use preau_roster::Settled;
use preau_server::config::Config;
use preau_server::{plugin, serve, wire};
use preau_synth::{School, Size};
use tempfile::TempDir;

use crate::native::NativeGuests;
use crate::parts::{self, Server};
use crate::site::{self, Site};
use crate::{ent, say};

/// The school that is measured.
pub(crate) const SCHOOL: &str = "0991229Y";
/// The one where a guest runs away.
pub(crate) const OTHER: &str = "0991230Z";
/// How many schools are empty.
pub(crate) const EMPTY: usize = 198;
const SEED: u64 = 20_260_901;
/// 24 classes of 30.
const SIZE: Size = Size { pupils: 720, guardians: 1160, classes_per_level: 6, teachers: 45, departed: 0 };

/// Everything that is measured on.
pub(crate) struct Stage {
    pub(crate) folder: PathBuf,
    /// A copy for the server with native guests.
    pub(crate) native: PathBuf,
    pub(crate) site: Site,
    /// It stays after the run.
    pub(crate) kept: bool,
    scratch: Option<TempDir>,
}

fn school(uai: &str, size: Size) -> Result<School> {
    let year = Clock::System.now().day(&Zone::paris()).school_year();
    Ok(School::sized(SEED, year, &Uai::parse(uai).context("uai")?, size))
}

/// The slug of an empty school.
pub(crate) fn empty(number: usize) -> String {
    format!("098{number:04}a")
}

impl Stage {
    /// Builds the guest, makes the schools in a process of their own, and fills the grid as its teacher.
    pub(crate) async fn set(keep: bool) -> Result<Self> {
        let target = Path::new("target");
        let scratch = if target.is_dir() { tempfile::tempdir_in(target)? } else { tempfile::tempdir()? };
        let path = scratch.path().canonicalize()?;
        let (folder, native) = (path.join("sandboxed"), path.join("native"));
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let guest = here.join("guest");
        say("building the benchmark's guest");
        let mut build = parts::part(&["preau", "plugin", "build", &guest.to_string_lossy()])?;
        // beside the other guests, whose SDK is compiled already
        build.env("CARGO_TARGET_DIR", here.join("../../plugins/target"));
        build.status().await?;
        say("making the schools");
        let ent = ent::start(&[school(SCHOOL, SIZE)?, school(OTHER, Size::SMALL)?]).await?;
        let (guest, evaluation) = (guest.join("mesure.preau"), here.join("../../plugins/evaluation/evaluation.preau"));
        let paths = [&folder, &guest, &evaluation].map(|p| p.to_string_lossy().into_owned());
        let [at, guest, evaluation] = paths.each_ref().map(String::as_str);
        parts::ask::<bool>(&["prepare", at, &ent, guest, evaluation], "").await?;
        say("filling the grid as its teacher does");
        let mut server = Server::sandboxed(&folder)?;
        server.ready("/sante", "").await?;
        let site = site::fill(&server.address).await?;
        server.stop().await?;
        copy(&folder, &native)?;
        let scratch = if keep {
            say(&format!("kept: {}", scratch.keep().display()));
            None
        } else {
            Some(scratch)
        };
        Ok(Self { folder, native, site, kept: keep, scratch })
    }

    /// Removes it.
    pub(crate) fn clear(self) {
        if let Some(Err(error)) = self.scratch.map(TempDir::close) {
            say(&format!("the scratch folder stays: {error}"));
        }
    }
}

fn copy(from: &Path, to: &Path) -> Result<()> {
    std::fs::create_dir_all(to)?;
    for entry in std::fs::read_dir(from)? {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if from.is_dir() {
            copy(&from, &to)?;
        } else {
            std::fs::copy(&from, &to)?;
        }
    }
    Ok(())
}

/// The part that makes the schools; writes `true`.
pub(crate) async fn prepare(folder: PathBuf, ent: String, guest: PathBuf, evaluation: PathBuf) -> Result<()> {
    let house = open(&folder).await?;
    let large = imported(&house, SCHOOL, SIZE, &ent).await?;
    let small = imported(&house, OTHER, Size::SMALL, &ent).await?;
    let compiled = folder.join("compiled");
    for file in [evaluation, guest] {
        let (id, digest) = plugin::install(&house, &compiled, &file).await?;
        for door in [&large, &small] {
            let system = SystemScope::enter(door, "bench").await?;
            plugins::activate_as_operator(&system, &PluginId::parse(&id).context("id")?, &digest).await?;
        }
    }
    for number in 0..EMPTY {
        create(&house, &empty(number), &ent).await?;
    }
    house.flush().await?;
    serde_json::to_writer(std::io::stdout().lock(), &true)?;
    Ok(())
}

/// A deployment in this folder.
pub(crate) async fn open(folder: &Path) -> Result<House> {
    let listen = SocketAddr::from(([127, 0, 0, 1], 0));
    wire::house(&Config::embedded(folder, listen), Clock::System).await
}

/// An empty school with its ENT.
async fn create(house: &House, uai: &str, ent: &str) -> Result<Door> {
    let new = NewSchool {
        uais: vec![Uai::parse(uai).context("uai")?],
        name: format!("Collège {uai}"),
        place: "Ville".to_owned(),
        zone: "Europe/Paris".to_owned(),
    };
    let door = people::create_school(house, new).await?;
    let system = SystemScope::enter(&door, "bench").await?;
    let provider = preau_auth::preset::demo_ent(ent).context("ENT")?;
    people::put_provider(&system, provider.id.as_str(), &serde_json::to_string(&provider)?).await?;
    Ok(door)
}

async fn imported(house: &House, uai: &str, size: Size, ent: &str) -> Result<Door> {
    let door = create(house, uai, ent).await?;
    let files = school(uai, size)?.files();
    import(&door, files).await?;
    Ok(door)
}

/// Official files into a school: read, compared, applied.
pub(crate) async fn import(door: &Door, files: Vec<(String, Vec<u8>)>) -> Result<()> {
    let system = SystemScope::enter(door, "bench").await?;
    let prepared = roster::prepare(By::Operator(&system), files, &Settled::nothing(), &mut |_| {}).await?;
    roster::apply(By::Operator(&system), prepared, false, &mut |_| {}).await?;
    Ok(())
}

/// The files of the collège that is imported, and an empty school to import them into.
pub(crate) async fn college(folder: &Path) -> Result<(Door, Vec<(String, Vec<u8>)>)> {
    let house = open(folder).await?;
    let door = create(&house, SCHOOL, "http://127.0.0.1:1/cas").await?;
    Ok((door, school(SCHOOL, Size::COLLEGE)?.files()))
}

/// The part that serves with native guests.
pub(crate) async fn serve_natively(folder: PathBuf, listen: SocketAddr) -> Result<()> {
    let config = Config::embedded(&folder, listen);
    let house = wire::house(&config, Clock::System).await?;
    let router = wire::router_with(&config, house.clone(), Arc::new(NativeGuests))?;
    serve::serve(listen, house, router).await
}

/// The part that is the command `preau`.
pub(crate) fn preau(arguments: Vec<String>) -> ExitCode {
    match preau_server::cli::Arguments::try_parse_from(std::iter::once("preau".to_owned()).chain(arguments)) {
        Ok(arguments) => preau_server::run(arguments),
        Err(error) => {
            say(&error.to_string());
            ExitCode::FAILURE
        }
    }
}
