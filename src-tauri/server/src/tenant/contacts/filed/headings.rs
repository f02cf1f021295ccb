//! What the columns of a table hold, by the headings that Google, Outlook and Portaria give them, in three languages.

/// Headings of whole names.
const NAME: &[&str] = &[
    "name",
    "full name",
    "display name",
    "nome",
    "nome completo",
    "nome de exibicao",
    "nombre",
    "nombre completo",
    "nombre para mostrar",
    "contact",
    "contato",
    "contacto",
    "cliente",
    "client",
];
/// Headings of given names.
const GIVEN: &[&str] = &["first name", "given name", "primeiro nome", "nombre de pila", "primer nombre"];
/// Headings of what stands between given and family names.
const MIDDLE: &[&str] = &["middle name", "additional name", "nome do meio", "segundo nome", "segundo nombre"];
/// Headings of family names.
const FAMILY: &[&str] =
    &["last name", "family name", "surname", "sobrenome", "ultimo nome", "apelido", "apellido", "apellidos"];
/// Headings of firms.
const FIRM: &[&str] =
    &["company", "organization name", "organization 1 name", "business name", "empresa", "organizacao", "organizacion"];
/// A heading with such a word is one of numbers,
const NUMBER: &[&str] = &[
    "phone",
    "phones",
    "telephone",
    "telefone",
    "telefones",
    "telefono",
    "telefonos",
    "fone",
    "tel",
    "cel",
    "celular",
    "mobile",
    "movil",
    "whatsapp",
    "zap",
];
/// unless it has one of these, too.
const NO_NUMBER: &[&str] = &[
    "type",
    "label",
    "tipo",
    "rotulo",
    "etiqueta",
    "fax",
    "pager",
    "telex",
    "tty",
    "tdd",
    "assistant",
    "assistente",
    "asistente",
    "email",
];
/// Alone they are a heading of numbers.
const NUMBER_ALONE: &[&str] = &["number", "numero"];

/// In which columns something stands.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Columns {
    name: Option<usize>,
    given: Option<usize>,
    middle: Option<usize>,
    family: Option<usize>,
    firm: Option<usize>,
    /// Those with numbers.
    pub(super) numbers: Vec<usize>,
}

impl Columns {
    /// What the headings say; without a column of numbers they are none.
    pub(super) fn of<'a>(headings: impl Iterator<Item = &'a str>) -> Option<Self> {
        let mut columns = Self::default();
        for (at, heading) in headings.enumerate() {
            let heading = plain(heading);
            let is = |words: &[&str]| words.contains(&heading.as_str());
            let has = |words: &[&str]| heading.split(' ').any(|word| words.contains(&word));
            let column = if is(NAME) {
                &mut columns.name
            } else if is(GIVEN) {
                &mut columns.given
            } else if is(MIDDLE) {
                &mut columns.middle
            } else if is(FAMILY) {
                &mut columns.family
            } else if is(FIRM) {
                &mut columns.firm
            } else {
                if (has(NUMBER) && !has(NO_NUMBER)) || is(NUMBER_ALONE) {
                    columns.numbers.push(at);
                }
                continue;
            };
            column.get_or_insert(at);
        }
        // Outlook's own word for a given name is "Nome" or "Nombre".
        if columns.given.is_none() && columns.family.is_some() {
            columns.given = columns.name.take();
        }
        (!columns.numbers.is_empty()).then_some(columns)
    }

    /// How somebody is called.
    pub(super) fn name_in<'a>(&self, cell: impl Fn(usize) -> &'a str) -> String {
        let said = |column: Option<usize>| column.map(&cell).filter(|text| !text.trim().is_empty());
        let parts: Vec<&str> = [self.given, self.middle, self.family].into_iter().filter_map(said).collect();
        said(self.name)
            .map(str::to_owned)
            .or_else(|| (!parts.is_empty()).then(|| parts.join(" ")))
            .or_else(|| said(self.firm).map(str::to_owned))
            .unwrap_or_default()
    }
}

/// A heading in small letters without accents, its words divided by one blank.
fn plain(heading: &str) -> String {
    let letters = heading.to_lowercase().replace(['á', 'à', 'â', 'ã'], "a").replace(['é', 'ê'], "e");
    let letters = letters.replace('í', "i").replace(['ó', 'ô', 'õ'], "o").replace('ú', "u").replace('ç', "c");
    let words = letters.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn only_numbers_that_ring_are_columns_of_numbers() {
        let headings = ["Nome", "E-mail", "Telefone 1", "Telefone 1 - Tipo", "Fax", "Nº do pedido", "Celular/WhatsApp"];
        let columns = Columns::of(headings.into_iter()).unwrap();
        assert_eq!((columns.name, columns.numbers), (Some(0), vec![2, 6]));
        assert_eq!(Columns::of(["Nome", "Idade"].into_iter()), None);
        assert_eq!(Columns::of(["Número", "Nome"].into_iter()).unwrap().numbers, [0]);
    }
}
