//! What the program says of itself: version, completions, manual pages.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use anyhow::Context;
use clap::CommandFactory as _;
use clap_complete::Shell;
use clap_mangen::Man;
use serde_json::json;

use super::arguments::Arguments;

const NAME: &str = "portaria-server";

/// Prints the version.
pub(crate) fn version(as_json: bool) {
    let version = env!("CARGO_PKG_VERSION");
    if as_json {
        println!("{}", json!({ "name": NAME, "version": version }));
    } else {
        println!("{NAME} {version}");
    }
}

/// Prints the licences of all that this program is made of.
pub(crate) fn licenses(as_json: bool) -> anyhow::Result<()> {
    let text = portaria_server::licenses();
    let printed = if as_json {
        let sections: Vec<_> = portaria_server::license_sections(text).collect();
        writeln!(io::stdout(), "{}", serde_json::to_string(&sections)?)
    } else {
        io::stdout().write_all(text.as_bytes())
    };
    match printed {
        // Whoever reads it page by page may have read enough.
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        printed => printed.context("standard output cannot be written"),
    }
}

/// Prints completions for a shell.
pub(crate) fn completions(shell: Shell) {
    clap_complete::generate(shell, &mut Arguments::command(), NAME, &mut io::stdout());
}

/// Prints the manual page, or writes those of all commands into a folder.
pub(crate) fn man(out: Option<&Path>) -> anyhow::Result<()> {
    let Some(folder) = out else {
        let mut page = Vec::new();
        Man::new(Arguments::command()).render(&mut page)?;
        return io::stdout().write_all(&page).context("standard output cannot be written");
    };
    fs::create_dir_all(folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    clap_mangen::generate_to(Arguments::command(), folder)
        .with_context(|| format!("the pages cannot be written into {}", folder.display()))
}
