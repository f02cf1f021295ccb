//! Texts that keep to a rule: what was read from somebody is known to fit ever after.

/// Makes a type of a text that is read by its `FromStr`, and is stored and sent as that text.
macro_rules! kept_as_text {
    ($($name:ident or $invalid:ident),+ $(,)?) => { $(
        impl $name {
            /// The text itself.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl From<$name> for String {
            fn from(kept: $name) -> Self {
                kept.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = $invalid;

            fn try_from(text: String) -> Result<Self, $invalid> {
                text.parse()
            }
        }
    )+ };
}

pub(crate) use kept_as_text;

/// Whether a text can be one part of a name, between two dots (RFC 1123, 2.1).
pub(crate) fn is_label(text: &str) -> bool {
    (1..=63).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
        && !text.starts_with('-')
        && !text.ends_with('-')
}
