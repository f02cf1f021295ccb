//! Makes sure that the folder of the built interface exists, so that Rust builds and tests need no npm.
//!
//! Tests that need what is in it are skipped by name where it is empty: they go by the cfg `interface_built`.

use std::path::Path;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/dist");
    // An unwritable checkout shows itself one step later, when the folder is embedded.
    let _ = std::fs::create_dir_all(&folder);
    println!("cargo::rustc-check-cfg=cfg(interface_built)");
    if folder.join("index.html").is_file() && folder.join("portal.html").is_file() {
        println!("cargo::rustc-cfg=interface_built");
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed={}", folder.display());
}
