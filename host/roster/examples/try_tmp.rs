//! tmp
use preau_domain::{time::*, uai::Uai};
fn main() {
    let mut args = std::env::args().skip(1);
    let uai = args.next().unwrap();
    let year: i16 = args.next().unwrap().parse().unwrap();
    let today = Day::parse_iso(&args.next().unwrap()).unwrap();
    let paths: Vec<_> = args.collect();
    let files = || paths.iter().map(|p| (p.rsplit('/').next().unwrap().to_string(), std::fs::read(p).unwrap())).collect::<Vec<_>>();
    let e = preau_roster::Expected { uais: vec![Uai::parse(&uai).unwrap()], year: SchoolYear(year), today, limits: preau_roster::Limits::OFFICIAL };
    let f = files();
    let t = std::time::Instant::now();
    let r = preau_roster::read(f, &e, &mut |_| {});
    let dt = t.elapsed();
    match r {
        Ok(r) => {
            println!("OK {dt:?}: {} pupils {} guardians {} links {} staff {} groups {} subjects {} memberships {} services {} heads; aside {:?}", r.roster.pupils.len(), r.roster.guardians.len(), r.roster.links.len(), r.roster.staff.len(), r.roster.groups.len(), r.roster.subjects.len(), r.roster.memberships.len(), r.roster.services.len(), r.roster.head_teachers.len(), r.roster.set_aside);
            for m in &r.remarks { println!("  - {m}"); }
            let t = std::time::Instant::now();
            let plan = preau_roster::diff(&Default::default(), &r.roster, &preau_roster::Settled::nothing());
            println!("diff {:?} {:?}", t.elapsed(), plan.summary().pupils);
            if r.roster.pupils.len() < 5 { println!("{:#?}", r.roster); }
        }
        Err(f) => { println!("REFUSED"); for m in f { println!("  - {m}"); } }
    }
}
