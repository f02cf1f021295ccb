//! Buttons and lists, and what was chosen.

use portaria_domain::{Choice, ChoiceAction, Choices, ChoicesKind, Chosen, Content};
use waproto::whatsapp::hydrated_template_button::HydratedButton;
use waproto::whatsapp::message::buttons_message::Header as ButtonsHeader;
use waproto::whatsapp::message::buttons_response_message::Response;
use waproto::whatsapp::message::interactive_message::{
    CarouselMessage, InteractiveMessage as Interactive, NativeFlowMessage,
};
use waproto::whatsapp::message::template_message::{Format, FourRowTemplate, HydratedFourRowTemplate};
use waproto::whatsapp::message::{
    ButtonsMessage, ButtonsResponseMessage, HighlyStructuredMessage, InteractiveMessage, ListMessage,
    ListResponseMessage, TemplateButtonReplyMessage, TemplateMessage,
};
use waproto::whatsapp::template_button::Button;
use waproto::whatsapp::{ContextInfo, HydratedTemplateButton, TemplateButton};

use super::native_flow::choice;
use super::{Found, bounds, native_flow};

/// The parts of a choice that are words.
struct Words<'a> {
    header: Option<&'a String>,
    text: Option<&'a String>,
    footer: Option<&'a String>,
    button: Option<&'a String>,
}

fn found<'a>(
    shape: ChoicesKind,
    words: &Words<'_>,
    options: Vec<Choice>,
    context: Option<&'a ContextInfo>,
) -> Option<Found<'a>> {
    let choices = Choices {
        shape,
        header: bounds::line(words.header),
        text: bounds::text(words.text),
        footer: bounds::line(words.footer),
        button: bounds::line(words.button),
        options,
    };
    let says_something = !choices.options.is_empty() || !choices.text.is_empty() || !choices.header.is_empty();
    says_something.then(|| Found::new(Content::Choices(choices), context))
}

pub(super) fn buttons(message: &ButtonsMessage) -> Option<Found<'_>> {
    let options = message.buttons.iter().take(bounds::CHOICES).map(|button| {
        if let Some(flow) = button.native_flow_info.as_option() {
            let title = button.button_text.as_option().and_then(|text| text.display_text.as_ref());
            return native_flow::button(flow.name.as_ref(), flow.params_json.as_ref(), title).remove(0);
        }
        let title = button.button_text.as_option().and_then(|text| text.display_text.as_ref());
        choice(bounds::line(button.button_id.as_ref()), bounds::line(title), ChoiceAction::Reply)
    });
    let header = match &message.header {
        Some(ButtonsHeader::Text(text)) => Some(text),
        _ => None,
    };
    let words =
        Words { header, text: message.content_text.as_ref(), footer: message.footer_text.as_ref(), button: None };
    found(ChoicesKind::Buttons, &words, options.collect(), message.context_info.as_option())
}

pub(super) fn list(message: &ListMessage) -> Option<Found<'_>> {
    let rows = message.sections.iter().flat_map(|section| {
        let name = bounds::line(section.title.as_ref());
        section.rows.iter().map(move |row| Choice {
            id: bounds::line(row.row_id.as_ref()),
            title: bounds::line(row.title.as_ref()),
            description: bounds::some(bounds::line(row.description.as_ref())),
            section: name.clone(),
            action: ChoiceAction::Reply,
        })
    });
    let words = Words {
        header: message.title.as_ref(),
        text: message.description.as_ref(),
        footer: message.footer_text.as_ref(),
        button: message.button_text.as_ref(),
    };
    let options = rows.take(bounds::CHOICES).collect();
    found(ChoicesKind::List, &words, options, message.context_info.as_option())
}

pub(super) fn template(message: &TemplateMessage) -> Option<Found<'_>> {
    let context = message.context_info.as_option();
    match (&message.format, message.hydrated_template.as_option()) {
        (Some(Format::HydratedFourRowTemplate(template)), _) => hydrated(template, context),
        (Some(Format::InteractiveMessageTemplate(inner)), _) => {
            interactive(inner).map(|found| Found { context: found.context.or(context), ..found })
        }
        (_, Some(template)) => hydrated(template, context),
        (Some(Format::FourRowTemplate(template)), None) => four_rows(template, context),
        (None, None) => None,
    }
}

fn hydrated<'a>(template: &HydratedFourRowTemplate, context: Option<&'a ContextInfo>) -> Option<Found<'a>> {
    use waproto::whatsapp::message::template_message::hydrated_four_row_template::Title;
    // The businesses' word that only the phone may show it, as with a verification code.
    if template.mask_linked_devices == Some(true) {
        return Some(Found::new(Content::OpenOnPhone, context));
    }
    let header = match &template.title {
        Some(Title::HydratedTitleText(title)) => Some(title),
        _ => None,
    };
    let words = Words {
        header,
        text: template.hydrated_content_text.as_ref(),
        footer: template.hydrated_footer_text.as_ref(),
        button: None,
    };
    let options = template.hydrated_buttons.iter().take(bounds::CHOICES).filter_map(hydrated_button).collect();
    found(ChoicesKind::Template, &words, options, context)
}

fn hydrated_button(button: &HydratedTemplateButton) -> Option<Choice> {
    Some(match button.hydrated_button.as_ref()? {
        HydratedButton::QuickReplyButton(reply) => {
            choice(bounds::line(reply.id.as_ref()), bounds::line(reply.display_text.as_ref()), ChoiceAction::Reply)
        }
        HydratedButton::UrlButton(link) => {
            let action = ChoiceAction::OpenUrl(bounds::url(link.url.as_ref()));
            choice(String::new(), bounds::line(link.display_text.as_ref()), action)
        }
        HydratedButton::CallButton(call) => {
            let action = ChoiceAction::CallNumber(bounds::line(call.phone_number.as_ref()));
            choice(String::new(), bounds::line(call.display_text.as_ref()), action)
        }
    })
}

/// A template that nobody filled in: its parts are named, not said.
fn four_rows<'a>(template: &FourRowTemplate, context: Option<&'a ContextInfo>) -> Option<Found<'a>> {
    let named = |part: Option<&HighlyStructuredMessage>| part.and_then(|part| part.element_name.clone());
    let (text, footer) = (named(template.content.as_option()), named(template.footer.as_option()));
    let options = template.buttons.iter().take(bounds::CHOICES).filter_map(unfilled_button).collect();
    let words = Words { header: None, text: text.as_ref(), footer: footer.as_ref(), button: None };
    found(ChoicesKind::Template, &words, options, context)
}

fn unfilled_button(button: &TemplateButton) -> Option<Choice> {
    let named = |part: Option<&HighlyStructuredMessage>| bounds::line(part.and_then(|part| part.element_name.as_ref()));
    Some(match button.button.as_ref()? {
        Button::QuickReplyButton(reply) => {
            choice(bounds::line(reply.id.as_ref()), named(reply.display_text.as_option()), ChoiceAction::Reply)
        }
        Button::UrlButton(link) => {
            let action = ChoiceAction::OpenUrl(named(link.url.as_option()));
            choice(String::new(), named(link.display_text.as_option()), action)
        }
        Button::CallButton(call) => {
            let action = ChoiceAction::CallNumber(named(call.phone_number.as_option()));
            choice(String::new(), named(call.display_text.as_option()), action)
        }
    })
}

pub(super) fn highly_structured(message: &HighlyStructuredMessage) -> Option<Found<'_>> {
    if let Some(found) = message.hydrated_hsm.as_option().and_then(template) {
        return Some(found);
    }
    let words = Words { header: None, text: message.element_name.as_ref(), footer: None, button: None };
    found(ChoicesKind::Template, &words, Vec::new(), None)
}

pub(super) fn interactive(message: &InteractiveMessage) -> Option<Found<'_>> {
    let header = message.header.as_option();
    let title = header.and_then(|header| header.title.as_ref().filter(|title| !title.is_empty()));
    let words = Words {
        header: title.or_else(|| header?.subtitle.as_ref()),
        text: message.body.as_option().and_then(|body| body.text.as_ref()),
        footer: message.footer.as_option().and_then(|footer| footer.text.as_ref()),
        button: None,
    };
    let options = match &message.interactive_message {
        Some(Interactive::NativeFlowMessage(flow)) => flow_buttons(flow).collect(),
        Some(Interactive::CarouselMessage(carousel)) => carousel_buttons(carousel),
        Some(Interactive::ShopStorefrontMessage(_)) => vec![elsewhere("shop")],
        Some(Interactive::CollectionMessage(_)) => vec![elsewhere("collection")],
        None => Vec::new(),
    };
    found(ChoicesKind::Interactive, &words, options, message.context_info.as_option())
}

fn elsewhere(name: &str) -> Choice {
    choice(String::new(), String::new(), ChoiceAction::Other(name.to_owned()))
}

fn flow_buttons(flow: &NativeFlowMessage) -> impl Iterator<Item = Choice> {
    let all = flow
        .buttons
        .iter()
        .flat_map(|button| native_flow::button(button.name.as_ref(), button.button_params_json.as_ref(), None));
    all.take(bounds::CHOICES)
}

/// A carousel's buttons stand in sections, one for each of its cards.
fn carousel_buttons(carousel: &CarouselMessage) -> Vec<Choice> {
    let cards = carousel.cards.iter().take(bounds::CHOICES).flat_map(|card| {
        let title = card.header.as_option().and_then(|header| header.title.as_ref());
        let says = title.or_else(|| card.body.as_option()?.text.as_ref());
        let section = bounds::line(says);
        let buttons: Vec<_> = match &card.interactive_message {
            Some(Interactive::NativeFlowMessage(flow)) => flow_buttons(flow).collect(),
            _ => vec![elsewhere("card")],
        };
        buttons.into_iter().map(move |button| Choice { section: section.clone(), ..button })
    });
    cards.take(bounds::CHOICES).collect()
}

fn chosen(id: Option<&String>, title: Option<&String>, description: Option<&String>) -> Content {
    let (id, title) = (bounds::line(id), bounds::line(title));
    // What was chosen is shown, and its id is better than nothing.
    let title = if title.is_empty() { id.clone() } else { title };
    Content::Chosen(Chosen { id, title, description: bounds::some(bounds::line(description)), answer_json: None })
}

pub(super) fn button_chosen(message: &ButtonsResponseMessage) -> Option<Found<'_>> {
    let title = message.response.as_ref().map(|Response::SelectedDisplayText(title)| title);
    Some(Found::new(chosen(message.selected_button_id.as_ref(), title, None), message.context_info.as_option()))
}

pub(super) fn row_chosen(message: &ListResponseMessage) -> Option<Found<'_>> {
    let id = message.single_select_reply.as_option().and_then(|reply| reply.selected_row_id.as_ref());
    let content = chosen(id, message.title.as_ref(), message.description.as_ref());
    Some(Found::new(content, message.context_info.as_option()))
}

pub(super) fn template_chosen(message: &TemplateButtonReplyMessage) -> Option<Found<'_>> {
    let content = chosen(message.selected_id.as_ref(), message.selected_display_text.as_ref(), None);
    Some(Found::new(content, message.context_info.as_option()))
}
