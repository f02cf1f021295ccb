//! Hands tauri.conf.json to the Tauri build.

fn main() {
    tauri_build::build();
}
