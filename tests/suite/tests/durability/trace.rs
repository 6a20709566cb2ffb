//! Reads a system-call trace: was the school's log synced between the receipt of each save and its answer?

use std::collections::HashMap;

/// A call from its beginning to its end, in the order of the trace.
#[derive(Debug)]
struct Call {
    name: String,
    text: String,
    begun: usize,
    ended: usize,
}

/// What a trace holds about saves.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Verdict {
    /// Answers that said « saved ».
    pub(super) saves: usize,
    /// Those that left before the log was synced: the line of the trace of each.
    pub(super) unsynced: Vec<usize>,
}

fn calls(trace: &str) -> Vec<Call> {
    let mut pending: HashMap<&str, Call> = HashMap::new();
    let mut calls = Vec::new();
    for (at, line) in trace.lines().enumerate() {
        let Some((process, rest)) = line.split_once(' ') else { continue };
        let rest = rest.trim_start();
        if let Some(resumed) = rest.strip_prefix("<... ") {
            if let Some(mut call) = pending.remove(process) {
                call.text.push_str(resumed.split_once('>').map_or("", |(_, text)| text));
                call.ended = at;
                calls.push(call);
            }
        } else if let Some((name, _)) = rest.split_once('(') {
            let call = Call { name: name.to_owned(), text: rest.replace("<unfinished ...>", ""), begun: at, ended: at };
            if rest.ends_with("<unfinished ...>") {
                pending.insert(process, call);
            } else {
                calls.push(call);
            }
        }
    }
    // what was begun and never ended: an answer that left is an answer all the same
    calls.extend(pending.into_values().map(|call| Call { ended: usize::MAX, ..call }));
    calls
}

/// The descriptor of a call, such as `9` of `recvfrom(9<socket:[1]>, …`.
fn descriptor(call: &Call) -> &str {
    let inside = call.text.split_once('(').map_or("", |(_, rest)| rest);
    inside.split(|c: char| !c.is_ascii_digit()).next().unwrap_or_default()
}

fn succeeded(call: &Call) -> bool {
    call.text.rsplit_once("= ").is_some_and(|(_, result)| result.trim().parse::<i64>().is_ok_and(|r| r >= 0))
}

/// Checks every answer that says `saved`; `log` is the end of the path of the file that must have been synced.
pub(super) fn check(trace: &str, log: &str) -> Verdict {
    let calls = calls(trace);
    let syncs: Vec<(usize, usize)> = calls
        .iter()
        .filter(|c| matches!(c.name.as_str(), "fsync" | "fdatasync") && c.text.contains(&format!("{log}>")) && succeeded(c))
        .map(|c| (c.begun, c.ended))
        .collect();
    let is_answer =
        |c: &&Call| matches!(c.name.as_str(), "write" | "writev" | "sendto" | "sendmsg") && c.text.contains("\\\"saved\\\":[[");
    let mut verdict = Verdict { saves: 0, unsynced: Vec::new() };
    for answer in calls.iter().filter(is_answer) {
        verdict.saves += 1;
        let received = calls
            .iter()
            .filter(|c| matches!(c.name.as_str(), "read" | "recvfrom" | "recvmsg") && descriptor(c) == descriptor(answer))
            .filter(|c| c.ended < answer.begun && succeeded(c) && !c.text.ends_with("= 0"))
            .map(|c| c.ended)
            .max();
        let synced = |(begun, ended): &(usize, usize)| received.is_some_and(|r| *begun > r) && *ended < answer.begun;
        if !syncs.iter().any(synced) {
            verdict.unsynced.push(answer.begun + 1);
        }
    }
    verdict.unsynced.sort_unstable();
    verdict
}

const GOOD: &str = r#"7 recvfrom(9<socket:[1]>, "POST /e/x/p/y/cells HTTP/1.1\r\n", 8192, 0, NULL, NULL) = 300
8 pwrite64(12</d/schools/x.db-wal>, "..."..., 4096, 0) = 4096
8 fdatasync(12</d/schools/x.db-wal>) = 0
7 sendto(9<socket:[1]>, "HTTP/1.1 200 OK\r\n\r\n{\"saved\":[[\"a\"]]}", 80, MSG_NOSIGNAL, NULL, 0) = 80
"#;

#[test]
fn a_sync_between_receipt_and_answer_is_seen() {
    assert_eq!(check(GOOD, "x.db-wal"), Verdict { saves: 1, unsynced: vec![] });
    // cut in two by another thread
    let cut = GOOD.replace(
        "8 fdatasync(12</d/schools/x.db-wal>) = 0",
        "8 fdatasync(12</d/schools/x.db-wal> <unfinished ...>\n9 write(1, \"x\", 1) = 1\n8 <... fdatasync resumed>) = 0",
    );
    assert_eq!(check(&cut, "x.db-wal"), Verdict { saves: 1, unsynced: vec![] });
}

#[test]
fn every_other_order_is_found_out() {
    let lines: Vec<&str> = GOOD.lines().collect();
    let (receipt, write, sync, answer) = (lines[0], lines[1], lines[2], lines[3]);
    let unfinished = "8 fdatasync(12</d/schools/x.db-wal> <unfinished ...>";
    let resumed = "8 <... fdatasync resumed>) = 0";
    for wrong in [
        vec![receipt, write, answer],
        vec![receipt, write, answer, sync],
        vec![sync, receipt, write, answer],
        vec![receipt, write, unfinished, answer, resumed],
        vec![receipt, write, "8 fdatasync(12</d/schools/x.db-wal>) = -1 EIO (Input/output error)", answer],
        vec![receipt, write, "8 fdatasync(12</d/schools/other.db-wal>) = 0", answer],
        vec![receipt, sync, "7 recvfrom(9<socket:[1]>, \"hat=\", 8192, 0, NULL, NULL) = 20", answer],
        vec![write, sync, answer],
    ] {
        let trace = wrong.join("\n");
        assert_eq!(check(&trace, "/x.db-wal").unsynced.len(), 1, "{trace}");
    }
    let other = format!("{receipt}\n{sync}\n7 sendto(10<socket:[2]>, \"{{\\\"saved\\\":[[\", 80, 0, NULL, 0) = 80");
    assert_eq!(check(&other, "x.db-wal").unsynced, [3], "an answer on a connection that asked nothing");
}
