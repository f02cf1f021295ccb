//! What is sold, ordered and paid.

use portaria_domain::{Content, Order, Payment, PaymentKind, Product};
use waproto::whatsapp::message::{
    CancelPaymentRequestMessage, DeclinePaymentRequestMessage, InvoiceMessage, OrderMessage, PaymentInviteMessage,
    ProductMessage, RequestPaymentMessage, SendPaymentMessage,
};
use waproto::whatsapp::{Message, Money};

use super::{Found, bounds, wrapper};

pub(super) fn product(message: &ProductMessage) -> Option<Found<'_>> {
    let Some(sold) = message.product.as_option() else {
        let title = message.catalog.as_option().and_then(|catalog| catalog.title.as_ref()).or(message.body.as_ref());
        let product = Product {
            id: String::new(),
            title: bounds::line(title),
            description: None,
            price_thousandths: None,
            currency: None,
            url: None,
        };
        return Some(Found::new(Content::Product(product), message.context_info.as_option()));
    };
    let price = sold.sale_price_amount1000.filter(|price| *price > 0).or(sold.price_amount1000);
    let product = Product {
        id: bounds::line(sold.product_id.as_ref()),
        title: bounds::line(sold.title.as_ref()),
        description: bounds::some(bounds::text(sold.description.as_ref())),
        price_thousandths: price.filter(|price| *price > 0),
        currency: currency(sold.currency_code.as_ref()),
        url: bounds::some(bounds::url(sold.url.as_ref())),
    };
    Some(Found::new(Content::Product(product), message.context_info.as_option()))
}

pub(super) fn order(message: &OrderMessage) -> Option<Found<'_>> {
    let order = Order {
        id: bounds::line(message.order_id.as_ref()),
        title: bounds::some(bounds::line(message.order_title.as_ref())),
        text: bounds::some(bounds::text(message.message.as_ref())),
        items: message.item_count.and_then(|count| u32::try_from(count).ok()).unwrap_or_default(),
        total_thousandths: message.total_amount1000.filter(|total| *total >= 0),
        currency: currency(message.total_currency_code.as_ref()),
    };
    Some(Found::new(Content::Order(order), message.context_info.as_option()))
}

pub(super) fn sent(message: &SendPaymentMessage) -> Option<Found<'_>> {
    Some(payment(PaymentKind::Sent, None, None, note(message.note_message.as_option())))
}

pub(super) fn requested(message: &RequestPaymentMessage) -> Option<Found<'_>> {
    let told = message.amount1000.and_then(|amount| i64::try_from(amount).ok()).filter(|amount| *amount > 0);
    let money = message.amount.as_option();
    let code = message.currency_code_iso4217.as_ref().or_else(|| money?.currency_code.as_ref());
    let amount = told.or_else(|| thousandths(money?));
    Some(payment(PaymentKind::Requested, amount, code, note(message.note_message.as_option())))
}

pub(super) fn declined(_: &DeclinePaymentRequestMessage) -> Option<Found<'_>> {
    Some(payment(PaymentKind::Declined, None, None, None))
}

pub(super) fn cancelled(_: &CancelPaymentRequestMessage) -> Option<Found<'_>> {
    Some(payment(PaymentKind::Cancelled, None, None, None))
}

pub(super) fn invited(_: &PaymentInviteMessage) -> Option<Found<'_>> {
    Some(payment(PaymentKind::Invited, None, None, None))
}

pub(super) fn invoice(message: &InvoiceMessage) -> Option<Found<'_>> {
    Some(payment(PaymentKind::Invoice, None, None, bounds::some(bounds::text(message.note.as_ref()))))
}

fn payment<'a>(about: PaymentKind, amount: Option<i64>, code: Option<&String>, note: Option<String>) -> Found<'a> {
    let payment = Payment { about, amount_thousandths: amount, currency: currency(code), note };
    Found::new(Content::Payment(payment), None)
}

/// Words that were put beside money.
fn note(message: Option<&Message>) -> Option<String> {
    let message = wrapper::open(message?).message;
    let extended = message.extended_text_message.as_option().and_then(|text| text.text.as_ref());
    bounds::some(bounds::text(message.conversation.as_ref().or(extended)))
}

/// An amount that says by itself what it is divided by.
fn thousandths(money: &Money) -> Option<i64> {
    let divisor = i128::from(money.offset.filter(|offset| *offset > 0)?);
    i64::try_from(i128::from(money.value?) * 1_000 / divisor).ok().filter(|amount| *amount >= 0)
}

fn currency(code: Option<&String>) -> Option<String> {
    code.filter(|code| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic()))
        .map(|code| code.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_amount_is_read_by_its_own_divisor() {
        let money = |value, offset| Money { value: Some(value), offset: Some(offset), ..Money::default() };
        assert_eq!(thousandths(&money(1_250, 100)), Some(12_500));
        assert_eq!(thousandths(&money(12_500, 1_000)), Some(12_500));
        assert_eq!(thousandths(&money(i64::MAX, 1)), None, "more than there is");
        assert_eq!(thousandths(&money(-1, 1)), None);
        assert_eq!(thousandths(&money(1, 0)), None);
    }
}
