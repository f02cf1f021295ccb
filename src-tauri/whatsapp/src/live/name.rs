//! Names, as strangers give them to themselves.

/// Names are shown in one line.
const LONGEST: usize = 256;

/// A name to show. `None`: nobody could see it.
pub(super) fn shown(name: &str) -> Option<String> {
    name.chars().any(is_visible).then(|| name.chars().take(LONGEST).collect())
}

/// A name by which somebody can be found, without its `@`. `None`: it is none that anybody could type.
pub(super) fn user(name: &str) -> Option<String> {
    let name = name.trim().trim_start_matches('@');
    let is_name = !name.is_empty() && name.chars().count() <= LONGEST && name.chars().all(is_visible);
    is_name.then(|| name.to_owned())
}

fn is_visible(letter: char) -> bool {
    let draws_nothing = matches!(letter,
        '\u{AD}' | '\u{34F}' | '\u{61C}' | '\u{115F}' | '\u{1160}' | '\u{17B4}' | '\u{17B5}' | '\u{180B}'..='\u{180F}'
        | '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{2800}' | '\u{3164}'
        | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{FFF0}'..='\u{FFFB}' | '\u{1BCA0}'..='\u{1BCA3}'
        | '\u{1D173}'..='\u{1D17A}' | '\u{E0000}'..='\u{E0FFF}');
    !draws_nothing && !letter.is_whitespace() && !letter.is_control()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_nobody_can_see_is_none() {
        for name in ["", " ", "\u{200B}", "\u{3164}\u{3164}", "\u{202E} \u{2060}", "\u{2800}", "\u{E0041}", "\n"] {
            assert_eq!(shown(name), None, "{name:?}");
        }
        for name in ["Ana", "👩🏽‍🍳", " ñ ", "٣"] {
            assert_eq!(shown(name).as_deref(), Some(name));
        }
    }

    #[test]
    fn a_user_name_comes_without_its_sign_and_has_no_gaps() {
        assert_eq!(user(" @ana.souza ").as_deref(), Some("ana.souza"));
        for name in ["", "@", "ana souza", "ana\u{200B}souza"] {
            assert_eq!(user(name), None, "{name:?}");
        }
    }
}
