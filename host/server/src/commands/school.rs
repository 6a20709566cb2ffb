//! `preau school …` and `preau provider …`

use anyhow::Context as _;
use preau_auth::provider::Provider;
use preau_domain::role::Role;
use preau_domain::text;
use preau_domain::time::Zone;
use preau_domain::uai::Uai;
use preau_policy::House;
use preau_policy::people::{self, NewPerson, NewSchool};
use preau_policy::system::SystemScope;

use crate::cli::{ProviderCommand, SchoolCommand};
use crate::commands::door;
use crate::config::shown;
use crate::say;

pub(crate) async fn run(command: SchoolCommand, house: &House) -> anyhow::Result<()> {
    match command {
        SchoolCommand::Create { uai, name, place, zone } => {
            let parse = |text: &String| Uai::parse(text).with_context(|| text!("server-uai", found = text).to_string());
            let uais: Vec<Uai> = uai.iter().map(parse).collect::<anyhow::Result<_>>()?;
            anyhow::ensure!(Zone::named(&zone).is_some(), text!("server-zone", found = zone));
            for wrong in uais.iter().filter(|u| !u.letter_is_right()) {
                say(text!("server-uai-letter", uai = wrong.as_str()));
            }
            let door = people::create_school(house, NewSchool { uais, name, place, zone }).await?;
            say(text!("server-school-created", slug = door.slug().as_str()));
        }
        SchoolCommand::Administrator { school, last_name, first_name, provider, ent_id } => {
            let door = door(house, &school).await?;
            let system = SystemScope::enter(&door, "operator").await?;
            let new = NewPerson { last_name, first_name, role: Role::Administrateur, ent: Some((provider, ent_id)) };
            people::add_staff(&system, new).await?;
            say(text!("server-administrator-added"));
        }
        SchoolCommand::List => {
            for (slug, name) in house.tenants().await? {
                say(format!("{slug}  {name}"));
            }
        }
    }
    Ok(())
}

pub(crate) async fn provider(command: ProviderCommand, house: &House) -> anyhow::Result<()> {
    let ProviderCommand::Put { school, file } = command;
    let door = door(house, &school).await?;
    let source = std::fs::read_to_string(&file).with_context(|| shown(&file))?;
    let provider = Provider::from_toml(&source).map_err(|e| anyhow::anyhow!("{}", e.text()))?;
    let system = SystemScope::enter(&door, "operator").await?;
    people::put_provider(&system, provider.id.as_str(), &serde_json::to_string(&provider)?).await?;
    say(text!("server-provider-put", id = provider.id.as_str(), slug = door.slug().as_str()));
    Ok(())
}
