//! Whatever happens in whatever order, the panel ends up with what the phone's own chats say.
//!
//! People write, react, change, delete, vote and read, on phones and in the panel; meanwhile the program is killed,
//! its connection cut, its link broken and made again (which brings the whole past once more), and the network doubles,
//! damages and repeats what it delivers. At the end everything must be in the panel as on the phone: the same messages
//! in the same order, their words, what was said about them, how far they came, and what is unread.
//!
//! Each case is its seed's. `AGREEMENT_SEED=7 AGREEMENT_CASES=1` repeats one, `AGREEMENT_STEPS=20` only its beginning, and
//! with `AGREEMENT_STEPS=200` it goes on; `AGREEMENT_CASES=100` looks for more.

#![cfg(feature = "emulator")]
#![allow(clippy::unwrap_used)]

mod lines;
#[path = "../program/mod.rs"]
mod program;
mod stage;
mod steps;

use std::env::var;

use proptest::strategy::{Strategy as _, ValueTree as _};
use proptest::test_runner::{Config, RngAlgorithm, TestRng, TestRunner};
use stage::Stage;
use steps::Step;

/// How many cases are tried where nobody says: 5 to 20 seconds each. The first and the last of them disagreed once.
const CASES: u64 = 4;
const FIRST_SEED: u64 = 7;
/// How much happens before the phone is linked, which the panel learns from the history, and how much after.
const BEFORE: usize = 25;
const AFTER: usize = 60;

fn told(name: &str) -> Option<u64> {
    var(name).ok().map(|text| text.parse().unwrap_or_else(|_| panic!("{name} is a number")))
}

/// What happens in the case with this seed: before the link, and so many steps after it.
fn steps(seed: u64, after: usize) -> (Vec<Step>, Vec<Step>) {
    let mut bytes = [0; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    let rng = TestRng::from_seed(RngAlgorithm::ChaCha, &bytes);
    let mut runner = TestRunner::new_with_rng(Config::default(), rng);
    let mut draw = |strategy, count| -> Vec<Step> {
        proptest::collection::vec(strategy, count).new_tree(&mut runner).unwrap().current()
    };
    (draw(steps::on_phones(), BEFORE), draw(steps::anywhere(), after))
}

#[tokio::test(flavor = "multi_thread")]
async fn the_panel_says_what_the_phone_says_whatever_happened_in_whatever_order() {
    let first = told("AGREEMENT_SEED").unwrap_or(FIRST_SEED);
    let count = told("AGREEMENT_STEPS").map_or(AFTER, |count| usize::try_from(count).unwrap());
    for seed in first..first + told("AGREEMENT_CASES").unwrap_or(CASES) {
        let (before, after) = steps(seed, count);
        println!("AGREEMENT_SEED={seed}");
        let mut stage = Stage::new(seed).await;
        for step in before {
            stage.act(step).await;
        }
        stage.link().await;
        for step in after {
            println!("{step:?}");
            stage.act(step).await;
        }
        stage.agree(&format!("after everything of seed {seed}")).await;
        stage.restart();
        stage.agree(&format!("after a last restart of seed {seed}")).await;
    }
}
