//! `portaria-server install-service` and `uninstall-service`: the server under systemd.
//!
//! Doing it again changes nothing that is right. Data are never removed.

mod steps;
mod unit;

use std::path::{Path, PathBuf};

use anyhow::Context;
use serde_json::json;

use super::arguments::{Install, Uninstall};
use steps::Root;

/// Where the program goes that does not stand where the system keeps programs.
const PROGRAM: &str = "usr/local/bin/portaria-server";

/// Writes unit, user, folder and program, and says what to do next.
pub(crate) fn install(arguments: &Install, as_json: bool) -> anyhow::Result<()> {
    let own = std::env::current_exe().context("this program cannot be found")?;
    let program = placed(&own);
    if arguments.print {
        print!("{}", unit::unit(&program));
        return Ok(());
    }
    let root = Root::new(arguments.root.as_deref())?;
    let was_there = root.has(unit::UNIT);
    let mut done = Vec::new();
    if program != own {
        done.extend(root.copy_program(&own, PROGRAM)?);
    }
    done.extend(root.write(unit::USER, unit::USER_TEXT)?);
    root.make_user(unit::USER)?;
    done.extend(root.make_data_folder(unit::DATA, unit::NAME)?);
    done.extend(root.write(unit::UNIT, &unit::unit(&program))?);
    root.reload_systemd()?;
    let shown = program.display();
    let next = [
        format!("sudo -u {} {shown} --data-dir /{} admin set-password", unit::NAME, unit::DATA),
        // What runs goes on with the program and the unit that it was started with.
        format!("sudo systemctl {} portaria", if was_there { "restart" } else { "enable --now" }),
        format!("sudo {shown} --data-dir /{} doctor", unit::DATA),
    ];
    if as_json {
        println!("{}", json!({ "changed": done, "next": next }));
        return Ok(());
    }
    say(&done, "Everything was there already.");
    println!("Settings go into /{}/portaria.toml, or as PORTARIA_… into /{}.", unit::DATA, unit::SETTINGS);
    println!("Next:");
    for command in next {
        println!("  {command}");
    }
    Ok(())
}

/// Stops the server and takes away what [`install`] wrote. The data and their user stay.
pub(crate) fn uninstall(arguments: &Uninstall, as_json: bool) -> anyhow::Result<()> {
    let root = Root::new(arguments.root.as_deref())?;
    if root.has(unit::UNIT) {
        root.stop_and_disable()?;
    }
    let mut done = Vec::new();
    for path in [unit::UNIT, unit::USER, PROGRAM] {
        done.extend(root.remove(path)?);
    }
    root.reload_systemd()?;
    if as_json {
        println!(
            "{}",
            json!({ "removed": done, "kept": [format!("/{}", unit::DATA), format!("user {}", unit::NAME)] })
        );
        return Ok(());
    }
    say(&done, "There was nothing to remove.");
    println!("The data in /{} are kept, and so is the user {} whose they are.", unit::DATA, unit::NAME);
    Ok(())
}

/// Where the program is to stand: where it is, if the system keeps programs there.
fn placed(own: &Path) -> PathBuf {
    let is_placed = ["/usr", "/opt", "/nix/store"].iter().any(|folder| own.starts_with(folder));
    if is_placed { own.to_owned() } else { Path::new("/").join(PROGRAM) }
}

fn say(done: &[String], nothing: &str) {
    if done.is_empty() {
        println!("{nothing}");
    }
    for line in done {
        println!("{line}");
    }
}
