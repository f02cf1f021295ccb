//! What explains an archive to whoever opens it.

use chrono::DateTime;
use portaria_domain::{Export, Language};

/// The text in the language that was chosen, with the mark and the ends of lines by which every editor shows it well.
pub(super) fn text(export: &Export, name: &str) -> String {
    let (text, form) = match export.language {
        Language::PtBr => (include_str!("texts/pt-BR.txt"), "%d/%m/%Y %H:%M"),
        Language::En => (include_str!("texts/en.txt"), "%Y-%m-%d %H:%M"),
        Language::Es => (include_str!("texts/es.txt"), "%d/%m/%Y %H:%M"),
    };
    let asked = DateTime::from_timestamp_millis(export.asked_at.0).unwrap_or_default().format(form).to_string();
    let text = text.replace("{asked}", &asked).replace("{name}", name);
    format!("\u{FEFF}{}", text.replace('\n', "\r\n"))
}
