//! Admission: whether a package may be installed. The same for a command, a build and the server.

use preau_domain::message::Text;
use preau_domain::text;
use wasmtime::component::{Component, Linker};

use crate::bindings::PagePluginPre;
use crate::call::Sandbox;
use crate::engine::{CORE_INSTANCES, MEMORIES, TABLES};
use crate::limits::Limits;
use crate::package::Package;
use crate::store::{Trial, open_trial};

/// A wasm page, bytes.
const WASM_PAGE: u64 = 64 << 10;

/// A package that may be installed.
#[derive(Clone, PartialEq, Debug)]
pub struct Admitted {
    /// What it is.
    pub package: Package,
    /// Linear memory that each call begins with, bytes.
    pub memory: u64,
    /// The limits it will run under: the operator's, lowered by its manifest.
    pub limits: Limits,
}

impl Sandbox {
    /// Decides about a package: size, soundness, imports, exports, manifest, needs, types, and one trial start. The
    /// compiled code is kept, so that its first call finds it ready. Compiling takes about 2 ms per kilobyte.
    ///
    /// # Errors
    /// All faults of the first stage that finds one, each a French sentence with the way out.
    pub async fn admit(&self, file: &[u8]) -> Result<Admitted, Vec<Text>> {
        let package = Package::read(file, self.limits().package)?;
        let limits = self.limits().lowered(&package.manifest.limits);
        let compiled = self.compile(&package.digest, file.to_vec()).await;
        let component = compiled.map_err(|e| vec![text!("sandbox-package-compile", detail = e.to_string())])?;
        let memory = needs(&component, &limits)?;
        let linked = self.linker().instantiate_pre(&component).and_then(PagePluginPre::new);
        linked.map_err(|e| vec![text!("sandbox-package-type", detail = format!("{e:#}"))])?;
        self.try_start(&component, &limits).await.map_err(|e| vec![text!("sandbox-package-start", detail = format!("{e:#}"))])?;
        Ok(Admitted { package, memory, limits })
    }

    /// Starts an instance and ends it. It may not call the host while it starts.
    async fn try_start(&self, component: &Component, limits: &Limits) -> wasmtime::Result<()> {
        let mut linker: Linker<Trial> = Linker::new(self.engine().wasm());
        linker.define_unknown_imports_as_traps(component)?;
        let start = linker.instantiate_pre(component)?;
        let _place = self.places().acquire().await?;
        let mut store = open_trial(self.engine(), limits);
        let started = tokio::time::timeout(limits.wall, start.instantiate_async(&mut store)).await;
        started.map_err(wasmtime::Error::from)?.map(|_| ())
    }
}

/// What an instance needs against what the pool gives; gives the memory it begins with.
fn needs(component: &Component, limits: &Limits) -> Result<u64, Vec<Text>> {
    let Some(needs) = component.resources_required() else { return Err(vec![text!("sandbox-package-imports-code")]) };
    let memory = needs.max_initial_memory_size.unwrap_or(0).saturating_mul(WASM_PAGE);
    let table = needs.max_initial_table_size.unwrap_or(0);
    let mut faults = Vec::new();
    if memory > u64::try_from(limits.memory).unwrap_or(u64::MAX) {
        faults.push(text!("sandbox-package-memory", needs = memory, most = limits.memory));
    }
    if table > u64::try_from(limits.table).unwrap_or(u64::MAX) {
        faults.push(text!("sandbox-package-table", needs = table, most = limits.table));
    }
    if needs.num_memories > MEMORIES || needs.num_tables > TABLES {
        let (memories, tables) = (needs.num_memories, needs.num_tables);
        faults.push(text!(
            "sandbox-package-parts",
            memories = memories,
            tables = tables,
            most_memories = MEMORIES,
            most_tables = TABLES,
            most_instances = CORE_INSTANCES
        ));
    }
    if faults.is_empty() { Ok(memory) } else { Err(faults) }
}
