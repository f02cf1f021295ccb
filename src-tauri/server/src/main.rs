//! The headless program.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    let asked = cli::Asked::read();
    let as_json = asked.as_json();
    match asked.run() {
        Ok(code) => code,
        Err(error) if as_json => {
            let causes: Vec<_> = error.chain().skip(1).map(ToString::to_string).collect();
            eprintln!("{}", serde_json::json!({ "error": error.to_string(), "because": causes }));
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("portaria-server: {error}");
            for cause in error.chain().skip(1) {
                eprintln!("  because: {cause}");
            }
            ExitCode::FAILURE
        }
    }
}
