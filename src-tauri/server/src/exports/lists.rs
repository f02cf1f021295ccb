//! What stands in an archive beside messages and files: one list a file, page by page.

use portaria_domain::{Export, TenantId};
use portaria_storage::{ChatStore, ContactQuery, StorageError};
use serde_json::json;

use super::dated;
use super::packing::Packing;
use super::readme;
use crate::app::App;
use crate::shapes::{
    AttendantShape, AutomaticMessagesShape, BlockedShape, BusinessHoursShape, ChatShape, ContactShape, LabelShape,
    NoteShape, PreferencesShape, QuickReplyShape, WebhookShape,
};
use crate::tenant::contacts::table;

/// How many rows are read at a time.
const PAGE: usize = 500;

/// One file of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum List {
    Readme,
    Contacts,
    ContactTable,
    Chats,
    Labels,
    Notes,
    QuickReplies,
    Attendants,
    Blocked,
    Webhooks,
    Settings,
}

/// In the order in which they stand in an archive.
const ALL: [(List, &str); 11] = [
    (List::Readme, "README.txt"),
    (List::Contacts, "contacts.ndjson"),
    (List::ContactTable, "contacts.csv"),
    (List::Chats, "chats.ndjson"),
    (List::Labels, "labels.ndjson"),
    (List::Notes, "notes.ndjson"),
    (List::QuickReplies, "quick-replies.ndjson"),
    (List::Attendants, "attendants.ndjson"),
    (List::Blocked, "blocked.ndjson"),
    (List::Webhooks, "webhooks.ndjson"),
    (List::Settings, "settings.json"),
];

/// The path of a list; `None`: there are no more.
pub(super) fn path(number: usize) -> Option<&'static str> {
    ALL.get(number).map(|(_, path)| *path)
}

/// Writes a list.
pub(super) async fn write(
    app: &App,
    tenant: TenantId,
    export: &Export,
    number: usize,
    into: &mut Packing,
) -> Result<(), StorageError> {
    let Some((list, _)) = ALL.get(number) else { return Ok(()) };
    let chats = app.stores.chats(tenant).await?;
    match list {
        List::Readme => into.text(&readme::text(export, &name_of(app, tenant).await?)).await,
        List::Contacts => contacts(&chats, into).await,
        List::ContactTable => contact_table(&chats, into).await,
        List::Chats => all_chats(&chats, into).await,
        List::Notes => notes(&chats, into).await,
        List::Labels => lines::<LabelShape, _>(chats.labels().await?, into).await,
        List::QuickReplies => lines::<QuickReplyShape, _>(chats.quick_replies().await?, into).await,
        List::Attendants => lines::<AttendantShape, _>(chats.attendants().await?, into).await,
        List::Blocked => lines::<BlockedShape, _>(chats.blocked_parties().await?, into).await,
        List::Webhooks => lines::<WebhookShape, _>(chats.webhooks().await?, into).await,
        List::Settings => {
            let (preferences, _) = chats.preferences().await?;
            let settings = json!({
                "name": name_of(app, tenant).await?,
                "account": app.account_shape(tenant),
                "preferences": PreferencesShape::from(preferences),
                "businessHours": chats.business_hours().await?.map(BusinessHoursShape::from),
                "automaticMessages": AutomaticMessagesShape::from(chats.automatic_messages().await?),
            });
            into.text(&format!("{:#}\n", dated::value(&settings))).await
        }
    }
}

/// What the provider calls the tenant.
pub(super) async fn name_of(app: &App, tenant: TenantId) -> Result<String, StorageError> {
    let tenant = app.stores.tenant(tenant).await?.ok_or(StorageError::UnknownTenant)?;
    Ok(tenant.name.as_str().to_owned())
}

async fn lines<S: serde::Serialize + From<T>, T>(all: Vec<T>, into: &mut Packing) -> Result<(), StorageError> {
    for one in all {
        into.line(&S::from(one)).await?;
    }
    Ok(())
}

/// People of every account.
async fn contacts(chats: &ChatStore, into: &mut Packing) -> Result<(), StorageError> {
    let mut after = None;
    loop {
        let page = chats.export_contacts(after, PAGE).await?;
        let Some(last) = page.last().map(|contact| contact.id) else { return Ok(()) };
        lines::<ContactShape, _>(page, into).await?;
        after = Some(last);
    }
}

/// People of the paired account by their names, as the panel has them.
async fn contact_table(chats: &ChatStore, into: &mut Packing) -> Result<(), StorageError> {
    into.text(table::HEAD).await?;
    let mut after = None;
    loop {
        let page = chats.contacts(ContactQuery { after, limit: PAGE, ..ContactQuery::default() }).await?;
        let mut rows = String::new();
        page.contacts.iter().for_each(|contact| table::write(contact, &mut rows));
        into.text(&rows).await?;
        match page.next {
            Some(next) => after = Some(next),
            None => return Ok(()),
        }
    }
}

async fn all_chats(chats: &ChatStore, into: &mut Packing) -> Result<(), StorageError> {
    let mut after = None;
    loop {
        let page = chats.export_chats(after, PAGE).await?;
        let Some(last) = page.last().map(|chat| chat.id) else { return Ok(()) };
        for mut chat in page {
            // It stands among the messages.
            chat.last_message = None;
            chat.last_album = None;
            into.line(&ChatShape::from(chat)).await?;
        }
        after = Some(last);
    }
}

async fn notes(chats: &ChatStore, into: &mut Packing) -> Result<(), StorageError> {
    let mut after = None;
    loop {
        let page = chats.export_notes(after, PAGE).await?;
        let Some(last) = page.last().map(|note| note.id) else { return Ok(()) };
        lines::<NoteShape, _>(page, into).await?;
        after = Some(last);
    }
}
