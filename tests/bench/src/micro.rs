//! A fresh instance and a call across the border, without HTTP and storage.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context, Result, ensure};
use preau_domain::ids::PluginId;
use preau_policy::commit::seed;
use preau_policy::gate::{self, Identity, Login};
use preau_policy::plugins::{Granted, Manifests};
use preau_policy::{Call, House};
use preau_sandbox::Request;
use preau_server::plugin::guests::SandboxGuests;
use preau_web::guests::Guests as _;
use serde::{Deserialize, Serialize};

use crate::figures::{Goal, Table, over, quantile};
use crate::stage::{self, SCHOOL, Stage};
use crate::{Effort, parts, site};

/// Calls in a round.
const TURNS: usize = 3000;
/// Calls across the border in one call of the guest.
const CALLS: u32 = 1000;

/// Microseconds of each round.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(crate) struct Micro {
    nothing: Vec<f64>,
    nothing_p99: Vec<f64>,
    host_call: Vec<f64>,
}

/// The part: calls the benchmark's guest again and again in this process; writes a [`Micro`].
pub(crate) async fn run(folder: PathBuf, rounds: usize) -> Result<()> {
    let house = stage::open(&folder).await?;
    let (granted, mut call) = call(&house).await?;
    let guests = SandboxGuests::new(house, &folder.join("compiled"))?;
    let (nothing, many) = (Arc::new(Request::get("/")), Arc::new(Request::get(&format!("/appels/{CALLS}"))));
    let mut micro = Micro::default();
    for _ in 0..rounds {
        let mut times = Vec::with_capacity(2);
        for (request, turns) in [(&nothing, TURNS), (&many, TURNS / 10)] {
            let mut taken = Vec::with_capacity(turns);
            for _ in 0..turns {
                let begun = Instant::now();
                let ran = guests.run(granted.clone(), call, request.clone()).await;
                // tenths of a microsecond
                taken.push(u32::try_from(begun.elapsed().as_nanos() / 100).unwrap_or(u32::MAX));
                ensure!(ran.result.is_ok(), "{:?}", ran.result);
                call = ran.call;
            }
            taken.sort_unstable();
            times.push(taken);
        }
        let [nothing, many] = times.as_slice() else { continue };
        let middle = quantile(nothing, 0.5) / 10.0;
        micro.nothing.push(middle);
        micro.nothing_p99.push(quantile(nothing, 0.99) / 10.0);
        micro.host_call.push((quantile(many, 0.5) / 10.0 - middle) / f64::from(CALLS));
    }
    serde_json::to_writer(std::io::stdout().lock(), &micro)?;
    Ok(())
}

/// The guest as granted, and a call by the teacher. The same call goes through all runs: what it costs to begin one is storage's.
async fn call(house: &House) -> Result<(Arc<Granted>, Call)> {
    let slug = house.resolve(SCHOOL).await?.context("no school")?;
    let door = house.door(&slug).await?.context("no school")?;
    let identity =
        Identity { provider: "ent".to_owned(), ent_id: site::TEACHER.to_owned(), keys: Vec::new(), attributes: "{}".to_owned() };
    let ticket = format!("micro-{}", std::process::id());
    let Login::Open { secret, .. } = gate::login(&door, identity, &ticket, "bench", None).await? else {
        anyhow::bail!("the teacher cannot log in")
    };
    let (scope, mut snapshot) = gate::enter(&door, &secret).await?.context("no session")?;
    let id = PluginId::parse("fr.preau.mesure").context("id")?;
    let granted = Manifests::default().active(house, &scope, &mut snapshot, &id).await?.context("the guest is not active")?;
    let seed = seed(&scope, "micro", scope.now());
    Ok((granted.clone(), Call::begin(Arc::new(scope), granted, snapshot, false, seed)))
}

/// Runs the part and writes its lines.
pub(crate) async fn lines(stage: &Stage, effort: &Effort, table: &mut Table) -> Result<()> {
    if !effort.wants("instance") {
        return Ok(());
    }
    let rounds = effort.rounds.to_string();
    let micro: Micro = parts::ask(&["micro", &stage.folder.to_string_lossy(), &rounds], "").await?;
    table.line("fresh store + instance + trivial handler + drop", over(&micro.nothing), "µs", Goal::Most(20.0));
    table.line("… p99", over(&micro.nothing_p99), "µs", Goal::None);
    let nanoseconds: Vec<f64> = micro.host_call.iter().map(|us| us * 1000.0).collect();
    table.line("call of the guest into the host", over(&nanoseconds), "ns", Goal::None);
    Ok(())
}
