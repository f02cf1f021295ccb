//! Who changes the second step proves once more to be the provider.

use portaria_domain::Secret;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::admin::login::{is_code_right, is_right};
use crate::app::App;
use crate::input::Form;
use crate::layers::{Arrival, PasswordOf};
use crate::problem::{Code, FieldError, Problem};

/// The longest code, in bytes, with what people type between its parts.
pub(crate) const LONGEST_CODE: usize = 64;

/// The password, or a code of the app, or a recovery code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProofBody {
    /// The password of the panel.
    #[schema(max_length = 1024)]
    password: Option<String>,
    /// A code; a recovery code is used by this.
    #[schema(max_length = 64)]
    code: Option<String>,
}

/// One of the two.
pub(crate) enum Proving {
    Password(Secret<String>),
    Code(Secret<String>),
}

impl Form for ProofBody {
    type Value = Proving;

    fn read(self) -> Result<Proving, Vec<FieldError>> {
        let too_long = |field, text: &Option<String>, most| {
            let is_long = text.as_ref().is_some_and(|text| text.len() > most);
            is_long.then(|| FieldError::new(field, "too_long", format!("At most {most} bytes.")))
        };
        let wrong = [too_long("password", &self.password, 1024), too_long("code", &self.code, LONGEST_CODE)];
        let wrong: Vec<_> = wrong.into_iter().flatten().collect();
        match (self.password, self.code) {
            _ if !wrong.is_empty() => Err(wrong),
            (Some(password), None) => Ok(Proving::Password(Secret::new(password))),
            (None, Some(code)) => Ok(Proving::Code(Secret::new(code))),
            (None, None) => Err(vec![FieldError::new("password", "missing", "The password, or a code.")]),
            (Some(_), Some(_)) => Err(vec![FieldError::new("code", "invalid", "The password or a code, not both.")]),
        }
    }
}

/// Looks at it; wrong ones are counted.
pub(super) async fn must_be_right(app: &App, arrival: Arrival, proving: Proving) -> Result<(), Problem> {
    let Some(totp) = app.stores.totp().await? else {
        return Err(Problem::new(Code::TotpOff, "There is nothing to change: it is off."));
    };
    let of = PasswordOf::Caller(arrival.caller);
    let (field, is_right) = match proving {
        Proving::Password(password) => {
            let hash = app.stores.admin_password_hash().await?.unwrap_or_default();
            // Who is logged in is no stranger.
            ("password", is_right(app, password, &hash, &of, true).await?)
        }
        Proving::Code(code) => ("code", is_code_right(app, &totp.secret, &code, &of).await?),
    };
    if is_right {
        return Ok(());
    }
    Err(Problem::invalid(vec![FieldError::new(field, "invalid", "That is not right.")]))
}
