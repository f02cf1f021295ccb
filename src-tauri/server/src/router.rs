//! Every address of the server, on two planes with separate credentials: the provider's and the tenants'.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::{from_fn, from_fn_with_state};
use axum::routing::{any, get};
use socketioxide::layer::SocketIoLayer;
use tower_http::compression::CompressionLayer;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use utoipa_swagger_ui::SwaggerUi;

use crate::app::AppState;
use crate::problem::Problem;
use crate::{admin, assets, health, layers, licenses, mcp, openapi, portal, scrape, tenant};

/// The addresses of the API, with what they take and answer. Routes and their description are made
/// together, so that none can be without the other.
pub(crate) fn api(app: Option<&AppState>) -> OpenApiRouter<AppState> {
    let mut admin = admin_plane().merge(admin_logins());
    if let Some(app) = app {
        admin = admin.route_layer(from_fn_with_state(app.clone(), layers::admin_entry));
    }
    let mut sending = sending();
    if let Some(app) = app {
        sending = sending.route_layer(DefaultBodyLimit::max(app.config.limits.send_body_bytes()));
    }
    let frame = OpenApiRouter::with_openapi(openapi::frame());
    frame
        .routes(routes!(health::health))
        .routes(routes!(health::ready))
        .routes(routes!(health::reach))
        .merge(admin)
        .merge(tenant_logins())
        .merge(tenant_plane())
        .merge(tenant_contacts())
        .merge(tenant_webhooks())
        .merge(sending)
        .merge(uploading())
}

/// The largest body from who has proved nothing yet, in bytes: the longest password, each byte of it an escape.
const LOGIN_BODY: usize = 8 * 1024;

fn admin_logins() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(admin::login::login))
        .routes(routes!(admin::ticket_login::ticket_login))
        .route_layer(DefaultBodyLimit::max(LOGIN_BODY))
}

fn tenant_logins() -> OpenApiRouter<AppState> {
    OpenApiRouter::new().routes(routes!(portal::login::login)).route_layer(DefaultBodyLimit::max(LOGIN_BODY))
}

fn admin_plane() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(admin::logout::logout))
        .routes(routes!(admin::me::me))
        .routes(routes!(admin::create_tenant::create_tenant))
        .routes(routes!(admin::list_tenants::list_tenants))
        .routes(routes!(admin::show_tenant::show_tenant))
        .routes(routes!(admin::overview::overview))
        .routes(routes!(admin::link::show_link))
        .routes(routes!(admin::link_qr::link_qr))
        .routes(routes!(admin::rotate_link::rotate_link))
        .routes(routes!(admin::revoke_link::revoke_link))
        .routes(routes!(admin::expire_link::expire_link))
        .routes(routes!(admin::start::start))
        .routes(routes!(admin::stop::stop))
        .routes(routes!(admin::confirm_number::confirm_number))
        .routes(routes!(admin::pause::pause))
        .routes(routes!(admin::media_policy::show_media_policy, admin::media_policy::set_media_policy))
        .routes(routes!(admin::history_policy::show_history_policy, admin::history_policy::set_history_policy))
        .routes(routes!(admin::deletion_policy::show_deletion_policy, admin::deletion_policy::set_deletion_policy))
        .routes(routes!(admin::renew_tenant_key::renew_tenant_key))
        .routes(routes!(admin::tenant_keys::list_tenant_keys, admin::tenant_keys::create_tenant_key))
        .routes(routes!(admin::tenant_keys::revoke_tenant_key))
        .routes(routes!(admin::list_keys::list_keys, admin::create_key::create_key))
        .routes(routes!(admin::revoke_key::revoke_key))
        .routes(routes!(admin::issued::list_issued))
        .routes(routes!(admin::desktop::show_desktop, admin::desktop::set_desktop))
        .routes(routes!(admin::update::show_update, admin::update::set_update))
        .routes(routes!(admin::update::check_update))
        .routes(routes!(admin::update::postpone_update))
        .routes(routes!(admin::update::install_update))
        .routes(routes!(admin::access::show_access, admin::access::set_access))
        .routes(routes!(admin::access::check_access))
        .routes(routes!(admin::settings::show_settings, admin::settings::set_settings))
        .routes(routes!(admin::password::set_password))
        .routes(routes!(admin::totp::begin::begin_totp))
        .routes(routes!(admin::totp::confirm::confirm_totp))
        .routes(routes!(admin::totp::recovery_codes::renew_recovery_codes))
        .routes(routes!(admin::totp::off::end_totp))
        .routes(routes!(admin::socket_ticket::socket_ticket))
}

fn tenant_plane() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(tenant::portal::portal))
        .routes(routes!(tenant::status::status))
        .routes(routes!(tenant::qr::qr))
        .routes(routes!(tenant::pair_code::pair_code))
        .routes(routes!(tenant::passkey::passkey, tenant::passkey::answer_passkey))
        .routes(routes!(tenant::passkey::confirm_passkey))
        .routes(routes!(tenant::confirm_number::confirm_number))
        .routes(routes!(tenant::start::start))
        .routes(routes!(tenant::stop::stop))
        .routes(routes!(tenant::logout::logout))
        .routes(routes!(tenant::chats::list_chats))
        .routes(routes!(tenant::chat::show_chat))
        .routes(routes!(tenant::messages::list_messages))
        .routes(routes!(tenant::gallery::show_gallery))
        .routes(routes!(tenant::delete_message::delete_message))
        .routes(routes!(tenant::search::search_messages))
        .routes(routes!(tenant::thumbnail::thumbnail))
        .routes(routes!(tenant::media::show::show_media))
        .routes(routes!(tenant::media::fetch::fetch_media))
        .routes(routes!(tenant::media::signed::sign_media))
        .routes(routes!(tenant::media::signed::show_signed_media))
        .routes(routes!(tenant::receipts::list_receipts))
        .routes(routes!(tenant::participants::list_participants, tenant::groups::members::change_participants))
        .routes(routes!(tenant::groups::create::create_group))
        .routes(routes!(tenant::groups::change::change_group))
        .routes(routes!(tenant::groups::leave::leave_group))
        .routes(routes!(tenant::groups::linked::list_community_groups))
        .routes(routes!(
            tenant::groups::join_requests::list_join_requests,
            tenant::groups::join_requests::decide_join_requests
        ))
        .routes(routes!(tenant::outbox::list_outbox))
        .routes(routes!(tenant::outbox_cancel::cancel_send))
        .routes(routes!(tenant::outbox_cancel_many::cancel_sends))
        .routes(routes!(tenant::outbox_send_again::send_again))
        .routes(routes!(tenant::read::mark_read))
        .routes(routes!(tenant::typing::set_typing))
        .routes(routes!(tenant::chat_settings::set_chat_settings))
        .routes(routes!(tenant::chat_clear::clear_chat))
        .routes(routes!(tenant::chat_clear::delete_chat))
        .routes(routes!(tenant::chat_block::block_chat))
        .routes(routes!(tenant::chat_labels::set_chat_labels))
        .routes(routes!(tenant::chat_assignee::assign_chat, tenant::chat_assignee::unassign_chat))
        .routes(routes!(tenant::notes::list_notes, tenant::notes::write_note))
        .routes(routes!(tenant::notes::change_note, tenant::notes::delete_note))
        .routes(routes!(tenant::attendants::list_attendants, tenant::attendants::add_attendant))
        .routes(routes!(tenant::attendants::name_attendant))
        .routes(routes!(tenant::attendants::rename_attendant, tenant::attendants::remove_attendant))
        .routes(routes!(tenant::invite_link::show_invite_link, tenant::invite_link::renew_invite_link))
        .routes(routes!(tenant::profile::show_profile))
        .routes(routes!(
            tenant::profile::show_picture,
            tenant::groups::picture::set_group_picture,
            tenant::groups::picture::remove_group_picture
        ))
        .routes(routes!(tenant::profile::show_own_profile, tenant::own_profile::change_own_profile))
        .routes(routes!(tenant::logins::list_logins, tenant::logins::end_other_logins))
        .routes(routes!(tenant::logins::end_login))
        .routes(routes!(tenant::api_keys::list_api_keys, tenant::api_keys::create_api_key))
        .routes(routes!(tenant::api_keys::revoke_api_key))
        .routes(routes!(tenant::push::show_push, tenant::push::begin_push, tenant::push::end_push))
        .routes(routes!(tenant::push::test_push))
        .routes(routes!(tenant::preferences::show_preferences, tenant::preferences::set_preferences))
        .routes(routes!(
            tenant::business_hours::show_business_hours,
            tenant::business_hours::set_business_hours,
            tenant::business_hours::remove_business_hours
        ))
        .routes(routes!(
            tenant::automatic_messages::show_automatic_messages,
            tenant::automatic_messages::set_automatic_messages
        ))
        .routes(routes!(tenant::looking::list_lookers, tenant::looking::set_looking))
        .routes(routes!(tenant::media_policy::show_own_media_policy, tenant::media_policy::set_own_media_policy))
        .routes(routes!(tenant::storage::show_storage))
        .routes(routes!(tenant::profile::show_own_picture))
        .routes(routes!(tenant::labels::list_labels, tenant::labels::make_label))
        .routes(routes!(tenant::labels::change_label, tenant::labels::remove_label))
        .routes(routes!(tenant::earlier_accounts::list_earlier_accounts))
        .routes(routes!(tenant::earlier_accounts::decide_about_chats))
        .routes(routes!(tenant::erasures::erase_contact))
        .routes(routes!(tenant::erasures::list_erasures))
        .routes(routes!(tenant::erasures::show_erasure))
        .routes(routes!(tenant::exports::list_exports, tenant::exports::begin_export))
        .routes(routes!(tenant::exports::show_export, tenant::exports::remove_export))
        .routes(routes!(tenant::exports::show_export_file))
        .routes(routes!(tenant::exports::sign_export))
        .routes(routes!(tenant::exports::show_signed_export))
        .routes(routes!(tenant::blocked::list_blocked, tenant::blocked::block_party))
        .routes(routes!(tenant::quick_replies::list_quick_replies, tenant::quick_replies::make_quick_reply))
        .routes(routes!(tenant::quick_replies::change_quick_reply, tenant::quick_replies::remove_quick_reply))
        .routes(routes!(tenant::statistics::show::show_statistics))
        .routes(routes!(tenant::statistics::export::export_statistics))
        .routes(routes!(tenant::events::list_events))
        .routes(routes!(tenant::socket_ticket::socket_ticket))
        .routes(routes!(tenant::leave::leave))
}

fn tenant_contacts() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(tenant::contacts::list::list_contacts))
        .routes(routes!(tenant::contacts::letters::contact_letters))
        .routes(routes!(tenant::contacts::export::export_contacts))
        .routes(routes!(tenant::contacts::show::show_contact))
        .routes(routes!(tenant::contacts::check::check_numbers))
        .routes(routes!(tenant::contacts::check::show_number_check))
        .routes(routes!(tenant::contacts::import::show_import, tenant::contacts::import::remove_import))
        .routes(routes!(tenant::contacts::import::list_imported))
        .routes(routes!(tenant::contacts::import::start_import))
}

fn tenant_webhooks() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(tenant::webhooks::list::list_webhooks, tenant::webhooks::list::make_webhook))
        .routes(routes!(
            tenant::webhooks::one::show_webhook,
            tenant::webhooks::one::change_webhook,
            tenant::webhooks::one::remove_webhook
        ))
        .routes(routes!(tenant::webhooks::rotate::rotate_webhook))
        .routes(routes!(tenant::webhooks::test::test_webhook))
        .routes(routes!(tenant::webhooks::pause::pause_webhook))
        .routes(routes!(tenant::webhooks::pause::resume_webhook))
        .routes(routes!(tenant::webhooks::send_again::send_many_again))
        .routes(routes!(tenant::webhooks::deliveries::list_deliveries))
        .routes(routes!(tenant::webhooks::deliveries::show_delivery))
        .routes(routes!(tenant::webhooks::send_again::send_one_again))
}

/// The tenants' routes that take a whole text: their bodies may be larger than others.
fn sending() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(tenant::send::send))
        .routes(routes!(tenant::chat_send::send_to_chat))
        .routes(routes!(mcp::serve))
}

/// The tenants' routes that take files: each counts what it takes.
fn uploading() -> OpenApiRouter<AppState> {
    OpenApiRouter::new()
        .routes(routes!(tenant::media::upload::upload_media))
        .routes(routes!(tenant::contacts::import::read_import))
        .routes(routes!(tenant::media::pieces::begin_upload))
        .routes(routes!(
            tenant::media::pieces::show_upload,
            tenant::media::pieces::add_to_upload,
            tenant::media::pieces::cancel_upload
        ))
        .route_layer(DefaultBodyLimit::disable())
}

/// The whole server: API, pages, sockets, and everything a request passes before them.
pub(crate) fn build(app: &AppState, sockets: SocketIoLayer) -> Router {
    let (api, openapi) = api(Some(app)).split_for_parts();
    let panel = Router::new()
        .route("/", get(assets::panel))
        .route("/licenses.txt", get(licenses::serve))
        .fallback(assets::panel_or_file)
        .layer(CompressionLayer::new())
        .layer(from_fn_with_state(app.clone(), layers::admin_entry));
    // Only pages and files are packed: an answer of the API holds secrets beside what a caller chose.
    let pages = Router::new()
        .route("/client/offline-worker.js", get(assets::offline_worker))
        .route("/client/{publicId}/app.webmanifest", get(assets::manifest))
        .route("/client/{publicId}", get(assets::portal))
        .route("/client/{publicId}/{*rest}", get(assets::portal))
        .route("/assets/{*path}", get(assets::file))
        .layer(CompressionLayer::new());
    let figures = match app.config.metrics_token {
        Some(_) => Router::new().route("/metrics", get(scrape::scrape)),
        None => Router::new(),
    };
    let routes = api
        .merge(figures)
        .merge(SwaggerUi::new("/api/docs").url("/api/openapi.json", openapi))
        .merge(pages)
        .route("/api/{*rest}", any(not_found))
        .route_layer(from_fn(layers::note_route))
        .fallback_service(panel)
        .method_not_allowed_fallback(method_not_allowed)
        .with_state(app.clone())
        .layer(sockets);
    layers::around(routes, app)
}

async fn not_found() -> Problem {
    Problem::not_found()
}

async fn method_not_allowed() -> Problem {
    Problem::method_not_allowed()
}
