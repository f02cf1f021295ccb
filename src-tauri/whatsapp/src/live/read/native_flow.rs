//! Native flows: buttons that describe themselves in JSON, and their answers.

use portaria_domain::{Choice, ChoiceAction, Chosen, Content};
use serde_json::Value;
use waproto::whatsapp::message::InteractiveResponseMessage;
use waproto::whatsapp::message::interactive_response_message::InteractiveResponseMessage as Answer;

use super::{Found, bounds};

/// A longer JSON is not looked into.
const LARGEST_JSON: usize = 64 * 1024;

/// One button: a list of single choices becomes one choice for each row. Never empty.
pub(super) fn button(name: Option<&String>, params: Option<&String>, label: Option<&String>) -> Vec<Choice> {
    let params = parsed(params);
    let name = name.map_or("", String::as_str);
    if name == "single_select" {
        let rows = rows(&params);
        if !rows.is_empty() {
            return rows;
        }
    }
    let title = [word(&params, "display_text"), word(&params, "title"), bounds::line(label)];
    let title = title.into_iter().find(|title| !title.is_empty()).unwrap_or_default();
    let action = match name {
        "quick_reply" => ChoiceAction::Reply,
        "cta_url" => ChoiceAction::OpenUrl(word(&params, "url")),
        "cta_call" => ChoiceAction::CallNumber(word(&params, "phone_number")),
        "cta_copy" => ChoiceAction::Copy(word(&params, "copy_code")),
        _ => ChoiceAction::Other(bounds::line(Some(&name.to_owned()))),
    };
    vec![choice(word(&params, "id"), title, action)]
}

fn rows(params: &Value) -> Vec<Choice> {
    let sections = params.get("sections").and_then(Value::as_array).into_iter().flatten();
    let rows = sections.flat_map(|section| {
        let name = word(section, "title");
        let rows = section.get("rows").and_then(Value::as_array).into_iter().flatten();
        rows.map(move |row| Choice {
            id: word(row, "id"),
            title: word(row, "title"),
            description: bounds::some(word(row, "description")),
            section: name.clone(),
            action: ChoiceAction::Reply,
        })
    });
    rows.take(bounds::CHOICES).collect()
}

pub(super) fn answered(message: &InteractiveResponseMessage) -> Option<Found<'_>> {
    let flow = message.interactive_response_message.as_ref().map(|Answer::NativeFlowResponseMessage(flow)| flow);
    let json = flow.and_then(|flow| flow.params_json.as_ref());
    let params = parsed(json);
    let said = bounds::line(message.body.as_option().and_then(|body| body.text.as_ref()));
    let name = bounds::line(flow.and_then(|flow| flow.name.as_ref()));
    let chosen = Chosen {
        id: word(&params, "id"),
        title: if said.is_empty() { name } else { said },
        description: bounds::some(word(&params, "description")),
        answer_json: json.filter(|json| json.len() <= LARGEST_JSON).cloned(),
    };
    Some(Found::new(Content::Chosen(chosen), message.context_info.as_option()))
}

fn parsed(json: Option<&String>) -> Value {
    let json = json.filter(|json| json.len() <= LARGEST_JSON);
    json.and_then(|json| serde_json::from_str(json).ok()).unwrap_or_default()
}

fn word(value: &Value, name: &str) -> String {
    let word = value.get(name).and_then(Value::as_str).map(str::to_owned);
    bounds::line(word.as_ref())
}

/// Something that may be chosen, without more words about it.
pub(super) fn choice(id: String, title: String, action: ChoiceAction) -> Choice {
    Choice { id, title, description: None, section: String::new(), action }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_of_a_single_choice_is_one() {
        let json = r#"{"title":"Menu","sections":[{"title":"Pães","rows":[{"id":"1","title":"Francês"},{"id":"2"}]}]}"#;
        let rows = button(Some(&"single_select".to_owned()), Some(&json.to_owned()), None);
        assert_eq!(rows.len(), 2);
        assert_eq!((rows[0].id.as_str(), rows[0].title.as_str(), rows[0].section.as_str()), ("1", "Francês", "Pães"));
    }

    #[test]
    fn a_button_that_cannot_be_read_is_still_one() {
        let nested = "[".repeat(30_000);
        for json in ["", "{", "[]", "null", nested.as_str()] {
            let buttons = button(Some(&"quick_reply".to_owned()), Some(&json.to_owned()), None);
            assert_eq!(buttons.len(), 1, "{} bytes", json.len());
        }
    }

    #[test]
    fn a_button_says_what_it_does() {
        let url = r#"{"display_text":"Ver","url":"https://example.com/a"}"#.to_owned();
        let [choice] = button(Some(&"cta_url".to_owned()), Some(&url), None).try_into().expect("one button");
        assert_eq!(
            (choice.title.as_str(), choice.action),
            ("Ver", ChoiceAction::OpenUrl("https://example.com/a".into()))
        );
        let [pix] = button(Some(&"payment_info".to_owned()), None, None).try_into().expect("one button");
        assert_eq!(pix.action, ChoiceAction::Other("payment_info".into()));
    }
}
