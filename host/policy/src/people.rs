//! Setting up a school: its tenant, its first people, its providers. For the operator's commands.

use preau_domain::fold::fold;
use preau_domain::ids::{PersonId, Slug};
use preau_domain::role::Role;
use preau_domain::text;
use preau_domain::uai::Uai;
use preau_storage::centre::Tenant;
use preau_storage::writer::Step;
use preau_storage::{StorageError, directory, person, provider, roster};

use crate::gate::ent_kind;
use crate::system::SystemScope;
use crate::{Door, House, PolicyError, Result, Scope, reach};

/// What the operator says of a new school (SAC-19).
#[derive(Clone, Debug)]
pub struct NewSchool {
    /// Its UAI, the first of which gives its slug.
    pub uais: Vec<Uai>,
    /// Denomination.
    pub name: String,
    /// Place.
    pub place: String,
    /// IANA time zone.
    pub zone: String,
}

/// Creates a school: an empty shell, without any person (SAC-4).
///
/// # Errors
/// [`PolicyError::Refused`] when a UAI is taken.
pub async fn create_school(house: &House, new: NewSchool) -> Result<Door> {
    let slug = new.uais.first().and_then(|u| Slug::parse(&u.as_str().to_lowercase()));
    let slug = slug.ok_or_else(|| PolicyError::Refused(text!("policy-school-uai")))?;
    let tenant = Tenant { slug: slug.clone(), name: new.name, place: new.place, zone: new.zone, uais: new.uais };
    match house.store().centre().add_tenant(&tenant, house.clock().now().0).await {
        Err(StorageError::TenantExists(which)) => return Err(PolicyError::Refused(text!("policy-school-exists", which = which))),
        other => other?,
    }
    house.door(&slug).await?.ok_or_else(|| PolicyError::Inconsistent("a school just created".into()))
}

/// Somebody added by hand: the administrateur that a school needs before its first import.
#[derive(Clone, Debug)]
pub struct NewPerson {
    /// Family name.
    pub last_name: String,
    /// First name.
    pub first_name: String,
    /// The role given by hand.
    pub role: Role,
    /// The id under which a provider will send him: (provider, id).
    pub ent: Option<(String, String)>,
}

/// Adds a member of staff by hand.
///
/// # Errors
/// [`PolicyError::Refused`] when the ENT id is somebody else's.
pub async fn add_staff(system: &SystemScope, new: NewPerson) -> Result<PersonId> {
    let mut line = system.line("account", "created");
    line.sensitive = true;
    let id = system
        .door()
        .school()
        .write(move |db| {
            Box::pin(async move {
                let id = db.next("person", 1).await?;
                let sort_name = fold(&format!("{} {}", new.last_name, new.first_name));
                let row = roster::Person {
                    id,
                    kind: "staff".into(),
                    civility: String::new(),
                    last_name: new.last_name,
                    usage_name: String::new(),
                    first_name: new.first_name,
                    first_name_2: String::new(),
                    first_name_3: String::new(),
                    sort_name,
                    sex: String::new(),
                    birth: None,
                    email: String::new(),
                    address: String::new(),
                    function: String::new(),
                    active: true,
                    left_on: None,
                    facts: "{}".into(),
                };
                roster::put_people(db, &[row]).await?;
                roster::changed(db).await?;
                person::add_role(db, id, new.role.as_str()).await?;
                if let Some((from, ent_id)) = new.ent
                    && !person::add_key(db, id, &ent_kind(&from), &ent_id).await?
                {
                    return Ok(Step::Undo(None, Vec::new()));
                }
                line.subjects = vec![id];
                Ok(Step::Keep(Some(id), vec![line]))
            })
        })
        .await?;
    id.map(PersonId).ok_or_else(|| PolicyError::Refused(text!("policy-link-taken")))
}

/// Adds or changes an identity provider; its settings are JSON that `preau-auth` has checked.
///
/// # Errors
/// What storage says.
pub async fn put_provider(system: &SystemScope, id: &str, settings: &str) -> Result<()> {
    let mut line = system.line("provider", id);
    line.sensitive = true;
    let (id, settings) = (id.to_owned(), settings.to_owned());
    system
        .door()
        .school()
        .write(move |db| {
            Box::pin(async move {
                provider::put(db, &id, &settings).await?;
                Ok(Step::Keep((), vec![line]))
            })
        })
        .await?;
    Ok(())
}

/// The actor's children as legal guardian, in name order.
///
/// # Errors
/// What storage says.
pub async fn children(scope: &Scope) -> Result<Vec<PersonId>> {
    if scope.role() != Role::Responsable {
        return Ok(Vec::new());
    }
    let mut snapshot = scope.door().read().await?;
    Ok(directory::children(&mut snapshot, scope.actor().0).await?.into_iter().map(PersonId).collect())
}

/// Pupils of the actor's reach whose name begins with these words, with their class. Journaled.
///
/// # Errors
/// What storage says.
pub async fn search_pupils(scope: &Scope, words: &str) -> Result<Vec<person::Account>> {
    let mut snapshot = scope.door().read().await?;
    // cut after narrowing: fifty pupils of other classes must not hide one's own
    let mut found = person::accounts(&mut snapshot, "pupil", &fold(words), 100_000).await?;
    let ids: Vec<i64> = found.iter().map(|a| a.id).collect();
    let allowed = reach::persons(&mut snapshot, scope, &ids).await?;
    drop(snapshot);
    found.retain(|a| allowed.contains(&a.id));
    found.truncate(50);
    let line = preau_storage::journal::Line { subjects: found.iter().map(|a| a.id).collect(), ..scope.line("view", "name") };
    scope.door().school().note(vec![line]).await?;
    Ok(found)
}

/// The active person with a key, for a command of the operator.
///
/// # Errors
/// What storage says.
pub async fn by_key(system: &SystemScope, kind: &str, value: &str) -> Result<Option<PersonId>> {
    let mut snapshot = system.door().read().await?;
    Ok(person::by_key(&mut snapshot, kind, value).await?.map(PersonId))
}
