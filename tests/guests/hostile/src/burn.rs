//! Takes more than is given: time, memory, stack, host calls, resources, bytes.

use std::hint::black_box;

use crate::Outcome;
use crate::bindings::preau::plugin::records::Draft;
use crate::bindings::preau::plugin::ui::Writer;
use crate::bindings::preau::plugin::{ambient, log};

pub fn act(path: &str, out: &Writer) -> Option<Outcome> {
    match path {
        "/loop" => endless(),
        "/calls" => (0..10_000_000).for_each(|_| {
            black_box(ambient::now());
        }),
        "/calls-1000" => (0..1000).for_each(|_| {
            black_box(ambient::now());
        }),
        "/memory" => memory(),
        "/recursion" => {
            black_box(deeper(&[1; 64]));
        }
        "/random" => {
            black_box(ambient::random(5000));
        }
        "/drafts" => {
            let all: Vec<Draft> = (0..1_000_000).map(|_| Draft::new("marks", None, "k")).collect();
            black_box(all.len());
        }
        "/held" => {
            let value = "x".repeat(60_000);
            let all: Vec<Draft> = (0..2000).map(|_| Draft::new("marks", None, "k")).inspect(|d| d.value(&value)).collect();
            black_box(all.len());
        }
        "/giant-page" => {
            let text = "x".repeat(64 << 10);
            (0..16_384).for_each(|_| out.paragraph(&text));
        }
        "/giant-text" => out.paragraph(&"x".repeat(8 << 20)),
        "/giant-download" => {
            out.download("x.csv", "text/csv");
            let chunk = vec![b'x'; 1 << 20];
            (0..1024).for_each(|_| out.bytes(&chunk));
        }
        "/log" => (0..10_000).for_each(|i| log::write(log::Level::Info, &format!("ligne\n{i} {}", "x".repeat(2000)))),
        "/slow" => {
            black_box((0..20_000_000_u64).fold(1, |a, b| black_box(a ^ b)));
            out.title("Lent");
        }
        _ => return None,
    }
    Some(Ok(()))
}

fn endless() {
    let mut number = 1_u64;
    loop {
        number = black_box(number.wrapping_mul(3));
    }
}

fn memory() {
    let mut all: Vec<Vec<u8>> = Vec::new();
    loop {
        all.push(black_box(vec![1; 1 << 20]));
    }
}

#[expect(unconditional_recursion, reason = "it is what this tries")]
fn deeper(above: &[u8]) -> u8 {
    let mut here = [0_u8; 64];
    here.copy_from_slice(above);
    here[0] = here[0].wrapping_add(1);
    deeper(black_box(&here)).wrapping_add(here[1])
}
