//! Makes sure that the folder of the built interface exists, so that Rust builds and tests need no npm.

use std::path::Path;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist");
    // An unwritable checkout shows itself one step later, when the folder is embedded.
    let _ = std::fs::create_dir_all(&folder);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", folder.display());
}
