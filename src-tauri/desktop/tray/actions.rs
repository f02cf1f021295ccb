//! What is chosen in the tray's menu.

use chrono::{Days, Local, NaiveTime, TimeDelta};
use portaria_domain::{TenantId, UnixMs};
use portaria_server::{InstanceError, Instances, LinkCheck};
use tauri::{AppHandle, Manager as _};
use tauri_plugin_clipboard_manager::ClipboardExt as _;

use crate::notify::{ACCESS, Notice, page_of};
use crate::shell::Shell;
use crate::system::notices;
use crate::texts::{Texts, fill};
use crate::{ending, window};

/// When the morning begins to which notices are put off.
const MORNING_HOUR: u32 = 8;

/// Carries out the item with this id. Called on the main thread, which nothing here holds up.
pub(super) fn choose(app: &AppHandle, id: &str) {
    match id {
        "open" => window::show(app),
        "more" => {
            window::show_panel(app, "/tenants");
            window::show(app);
        }
        "quit" => ending::ask(app),
        "pause:hour" => super::pause(app, Some(moment(&(Local::now() + TimeDelta::hours(1))))),
        "pause:tomorrow" => super::pause(app, Some(tomorrow(Local::now()))),
        "resume" => super::pause(app, None),
        id => {
            let Some(instances) = app.state::<Shell>().instances() else { return };
            let (app, id) = (app.clone(), id.to_owned());
            tauri::async_runtime::spawn(async move { act(&app, &instances, &id).await });
        }
    }
}

async fn act(app: &AppHandle, instances: &Instances, id: &str) {
    let words = &app.state::<Shell>().texts().notices;
    match id {
        "start-all" => {
            instances.start_all().await;
        }
        "stop-all" => {
            instances.stop_all().await;
        }
        "test-link" => {
            let found = instances.check_link().await;
            notices::show(app, answer(&found, app.state::<Shell>().texts())).await;
        }
        id => {
            let Some((verb, tenant)) = id.split_once(':') else { return };
            let Ok(tenant) = tenant.parse::<TenantId>() else { return };
            let done = match verb {
                "start" => instances.start(tenant).await,
                "stop" => instances.stop(tenant).await,
                "restart" => instances.restart(tenant).await,
                "copy" => copy(app, instances, tenant).await,
                _ => return,
            };
            match done {
                Ok(()) if verb == "copy" => tell(app, words.link_copied, tenant).await,
                Ok(()) => {}
                Err(InstanceError::LinkClosed) => tell(app, words.link_closed, tenant).await,
                Err(error) => {
                    tracing::warn!(tenant.id = %tenant, error = &error as &dyn std::error::Error, verb, "the tray's action came to nothing");
                    tell(app, words.not_done, tenant).await;
                }
            }
        }
    }
}

async fn copy(app: &AppHandle, instances: &Instances, tenant: TenantId) -> Result<(), InstanceError> {
    let link = instances.link(tenant).await?;
    if let Err(error) = app.clipboard().write_text(link) {
        tracing::warn!(%error, "the link could not be copied");
        window::show_panel(app, &page_of(tenant));
        window::show(app);
    }
    Ok(())
}

/// Answers an action: whatever was put off, somebody waits for this.
async fn tell(app: &AppHandle, words: [&str; 2], tenant: TenantId) {
    let [title, body] = words.map(str::to_owned);
    notices::show(app, Notice { title, body, page: Some(page_of(tenant)) }).await;
}

/// What a test of the links found, in words; a click leads to where it is mended.
fn answer(found: &LinkCheck, texts: &Texts) -> Notice {
    let words = &texts.notices;
    let ([title, body], is_mended_in_panel) = match found {
        LinkCheck::OnlyHere => (words.only_here.map(str::to_owned), true),
        LinkCheck::Opens(n) => (words.link_opens.map(|text| fill(text, &[("n", n)])), false),
        LinkCheck::Fails { url, failure } => {
            let cause = texts.cause(*failure);
            (words.link_fails.map(|text| fill(text, &[("url", url), ("cause", &cause)])), true)
        }
        LinkCheck::Unfinished => (words.link_unknown.map(str::to_owned), false),
    };
    Notice { title, body, page: is_mended_in_panel.then(|| ACCESS.to_owned()) }
}

fn moment(at: &chrono::DateTime<Local>) -> UnixMs {
    UnixMs(at.timestamp_millis())
}

/// The next morning, by this computer's clock.
fn tomorrow(now: chrono::DateTime<Local>) -> UnixMs {
    let morning = NaiveTime::from_hms_opt(MORNING_HOUR, 0, 0).unwrap_or_default();
    let next = now.date_naive().checked_add_days(Days::new(1)).map(|day| day.and_time(morning));
    // An hour that the change of the clocks leaves out is a day from now.
    let at = next.and_then(|at| at.and_local_timezone(Local).earliest());
    moment(&at.unwrap_or_else(|| now + TimeDelta::days(1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::{TimeZone as _, Timelike as _};
    use portaria_server::CheckFailure;

    #[test]
    fn a_link_that_fails_says_why_and_a_click_leads_to_where_it_is_mended() {
        let fails = LinkCheck::Fails { url: "https://zap.example.com".to_owned(), failure: CheckFailure::Refused };
        let notice = answer(&fails, Texts::of(Some("en")));
        assert_eq!(notice.body, "https://zap.example.com: nobody answers at that port. See what to do under Access.");
        assert_eq!(notice.page.as_deref(), Some("/access"));
        assert_eq!(answer(&LinkCheck::Opens(2), Texts::of(Some("en"))).page, None);
    }

    #[test]
    fn tomorrow_begins_in_the_morning() {
        let now = Local.with_ymd_and_hms(2026, 11, 29, 23, 30, 0).earliest().expect("the hour is there");
        let UnixMs(until) = tomorrow(now);
        let until = Local.timestamp_millis_opt(until).earliest().expect("a moment of this era");
        assert_eq!((until - now).num_minutes(), 8 * 60 + 30);
        assert_eq!(until.hour(), 8);
    }
}
