//! `preau demo`: a synthetic school that enters only through the real importer, beside a small ENT.

use std::path::Path;

use anyhow::Context as _;
use preau_domain::ids::PluginId;
use preau_domain::role::Role;
use preau_domain::text;
use preau_domain::time::Clock;
use preau_domain::uai::Uai;
use preau_policy::house::House;
use preau_policy::people::{self, NewPerson, NewSchool};
use preau_policy::roster::{self, By};
use preau_policy::system::SystemScope;
use preau_policy::{Door, plugins};
use preau_roster::Settled;
use preau_synth::School;

use crate::cli::DemoArguments;
use crate::config::Config;
use crate::{say, serve, wire};

/// The school of the demo: a UAI of a département that does not exist, with a right check letter.
pub const UAI: &str = "0991229Y";
/// The seed of the generator.
pub const SEED: u64 = 20_260_901;
/// The login of the administrateur in the small ENT.
const ADMINISTRATOR: &str = "administrateur";

/// Prepares the school if it is not there, starts the ENT, serves until stopped.
///
/// # Errors
/// Anything that keeps the demo from showing.
pub async fn run(arguments: &DemoArguments) -> anyhow::Result<()> {
    if arguments.fresh && arguments.folder.exists() {
        // only a folder that a demo made is erased
        anyhow::ensure!(
            arguments.folder.join("people.json").exists(),
            text!("server-demo-foreign", folder = shown(&arguments.folder))
        );
        std::fs::remove_dir_all(&arguments.folder)?;
    }
    let config = Config::embedded(&arguments.folder, arguments.listen);
    let house = wire::house(&config, Clock::System).await?;
    let ent = format!("http://localhost:{}", arguments.ent.port());
    let door = prepare(&house, &config, arguments, &ent).await?;
    let mut simulator = start_ent(arguments, &door, &ent)?;
    let router = wire::router(&config, house.clone())?;
    accounts(&arguments.folder, &config.server.public, &ent, &door)?;
    let served = serve::serve(arguments.listen, house, router).await;
    simulator.start_kill()?;
    served
}

/// Creates and fills the school when this folder has none; installs the plugin in any case.
///
/// # Errors
/// The importer's refusals, or the plugin's.
pub async fn prepare(house: &House, config: &Config, arguments: &DemoArguments, ent: &str) -> anyhow::Result<Door> {
    let uai = Uai::parse(UAI).context("UAI")?;
    let door = match house.resolve(UAI).await? {
        Some(slug) => house.door(&slug).await?.context(text!("server-no-school", school = UAI).to_string())?,
        None => create(house, &arguments.folder, &uai, ent).await?,
    };
    let (id, digest) = crate::plugin::install(house, &config.storage.folder.join("compiled"), &arguments.plugin).await?;
    let system = SystemScope::enter(&door, "demo").await?;
    plugins::activate_as_operator(&system, &PluginId::parse(&id).context("id")?, &digest).await?;
    Ok(door)
}

async fn create(house: &House, folder: &Path, uai: &Uai, ent: &str) -> anyhow::Result<Door> {
    say(text!("server-demo-generating"));
    let today = house.clock().now().day(&preau_domain::time::Zone::paris());
    let school = School::generate(SEED, today.school_year(), uai);
    let files = folder.join("fichiers");
    std::fs::create_dir_all(&files)?;
    for (name, bytes) in school.files() {
        std::fs::write(files.join(name), bytes)?;
    }
    let new = NewSchool {
        uais: vec![uai.clone()],
        name: text!("server-demo-school").to_string(),
        place: text!("server-demo-place").to_string(),
        zone: "Europe/Paris".into(),
    };
    let door = people::create_school(house, new).await?;
    let system = SystemScope::enter(&door, "demo").await?;
    let provider = preau_auth::preset::demo_ent(&format!("{ent}/cas")).context("ENT")?;
    people::put_provider(&system, provider.id.as_str(), &serde_json::to_string(&provider)?).await?;
    let administrator = NewPerson {
        last_name: text!("server-demo-admin-last").to_string(),
        first_name: text!("server-demo-admin-first").to_string(),
        role: Role::Administrateur,
        ent: Some((provider.id.as_str().to_owned(), ADMINISTRATOR.into())),
    };
    people::add_staff(&system, administrator).await?;
    let prepared = roster::prepare(By::Operator(&system), school.files(), &Settled::nothing(), &mut |_| {}).await?;
    roster::apply(By::Operator(&system), prepared, false, &mut |_| {}).await?;
    write_people(folder, &school)?;
    Ok(door)
}

/// The people of the ENT: the generated ones, and the administrateur, who is in no official file.
fn write_people(folder: &Path, school: &School) -> anyhow::Result<()> {
    let mut people: Vec<serde_json::Value> = serde_json::from_str(&school.people_json())?;
    people.push(serde_json::json!({
        "login": ADMINISTRATOR,
        "name": format!("{} {}", text!("server-demo-admin-first"), text!("server-demo-admin-last")),
        "profile": "administrateur",
        "uai": UAI,
    }));
    std::fs::write(folder.join("people.json"), serde_json::to_string_pretty(&people)?)?;
    Ok(())
}

fn start_ent(arguments: &DemoArguments, door: &Door, ent: &str) -> anyhow::Result<tokio::process::Child> {
    let beside = std::env::current_exe()?.with_file_name("ent-simulator");
    let base = format!("http://{}", arguments.listen);
    let school = format!("{base}/e/{}", door.slug());
    let tiles = serde_json::json!([
        { "title": text!("server-demo-tile-home").to_string(), "url": format!("{school}/") },
        { "title": text!("server-demo-tile-evaluations").to_string(), "url": format!("{school}/p/fr.preau.evaluation/"),
          "profiles": ["National_ELV", "National_TUT", "National_ENS", "National_DIR"] },
        { "title": text!("server-demo-tile-widget").to_string(), "url": format!("{school}/w/fr.preau.evaluation/widget"),
          "profiles": ["National_ELV", "National_TUT"], "widget": true },
    ]);
    let links = arguments.folder.join("tiles.json");
    std::fs::write(&links, tiles.to_string())?;
    let child = tokio::process::Command::new(&beside)
        .args(["--listen", &arguments.ent.to_string(), "--public", ent])
        .arg("--people")
        .arg(arguments.folder.join("people.json"))
        .args(["--services", &format!("{base}/"), "--portal-links"])
        .arg(&links)
        .stderr(std::process::Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .with_context(|| text!("server-demo-no-ent", file = shown(&beside)).to_string())?;
    Ok(child)
}

/// Prints where to go and five accounts to try.
fn accounts(folder: &Path, public: &str, ent: &str, door: &Door) -> anyhow::Result<()> {
    let people: Vec<serde_json::Value> = serde_json::from_str(&std::fs::read_to_string(folder.join("people.json"))?)?;
    let text_of = |p: &serde_json::Value, key: &str| p.get(key).and_then(|v| v.as_str()).unwrap_or_default().to_owned();
    let find = |test: &dyn Fn(&serde_json::Value) -> bool| people.iter().find(|p| test(p));
    let profile = |code: &'static str| move |p: &serde_json::Value| p.get("profile").and_then(|v| v.as_str()) == Some(code);
    // one class seen from every side: its teacher of mathematics, one of its pupils, one of his guardians
    let teacher = find(&|p| text_of(p, "login") == "h.durand").or_else(|| find(&profile("National_ENS")));
    let pupil = find(&|p| text_of(p, "classe") == "5B").or_else(|| find(&profile("National_ELV")));
    let login = pupil.map(|p| text_of(p, "login")).unwrap_or_default();
    let guardian = find(&|p| p.get("children").and_then(|c| c.as_array()).is_some_and(|c| c.iter().any(|l| l == login.as_str())));
    let shown = [
        (Role::Professeur, teacher),
        (Role::Eleve, pupil),
        (Role::Responsable, guardian),
        (Role::Directeur, find(&profile("National_DIR"))),
        (Role::Administrateur, find(&|p| text_of(p, "login") == ADMINISTRATOR)),
    ];
    let home = format!("{public}/e/{}/", door.slug());
    say("");
    say(text!("server-demo-address-preau", address = &home));
    say(text!("server-demo-address-ent", address = ent));
    say("");
    say(text!("server-demo-accounts"));
    for (role, person) in shown {
        if let Some(person) = person {
            let name = text_of(person, "name");
            say(format!("  {:<15} {name:<28} {ent}/cas/login?service={home}&as={}", role.as_str(), text_of(person, "login")));
        }
    }
    say("");
    say(text!("server-demo-stop"));
    Ok(())
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}
