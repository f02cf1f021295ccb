//! Invented people: a Brazilian name, a number that nobody has, a character and something said before.

use rand::RngExt as _;
use rand::rngs::StdRng;

use crate::contacts::Script;

/// Numbers `551190000xxxx` from here on are given out.
const FIRST_NUMBER: usize = 3_000;
/// So many numbers are left.
pub(super) const MOST: usize = 7_000;

const GIVEN: [&str; 32] = [
    "Adriana",
    "André",
    "Antônia",
    "Beatriz",
    "Caio",
    "Cecília",
    "Célia",
    "Davi",
    "Débora",
    "Edson",
    "Fernanda",
    "Gabriel",
    "Helena",
    "Ítalo",
    "Janaína",
    "João Pedro",
    "Josefa",
    "Larissa",
    "Luiz",
    "Marcela",
    "Márcio",
    "Natália",
    "Otávio",
    "Patrícia",
    "Rafaela",
    "Raimundo",
    "Sandra",
    "Sebastião",
    "Tainá",
    "Thiago",
    "Vitória",
    "Wagner",
];
const FAMILY: [&str; 32] = [
    "Albuquerque",
    "Almeida",
    "Araújo",
    "Barbosa",
    "Barros",
    "Batista",
    "Cardoso",
    "Carvalho",
    "Castro",
    "Conceição",
    "Dias",
    "dos Santos",
    "Duarte",
    "Farias",
    "Gomes",
    "Gonçalves",
    "Lopes",
    "Machado",
    "Martins",
    "Monteiro",
    "Moreira",
    "Nogueira",
    "Oliveira",
    "Pacheco",
    "Pereira",
    "Queiroz",
    "Ribeiro",
    "Sampaio",
    "Teixeira",
    "Vasconcelos",
    "Viana",
    "Xavier",
];

/// What was said before, oldest first; `true` is the other side.
pub(super) const TALKS: [&[(bool, &str)]; 5] = [
    &[
        (false, "Bom dia!"),
        (true, "Bom dia! Como podemos ajudar?"),
        (false, "Vocês atendem aos sábados?"),
        (true, "Sim, das 8h às 13h."),
        (false, "Ótimo, passo aí então."),
        (true, "Combinado, até lá!"),
    ],
    &[
        (false, "Oi, queria saber o preço"),
        (true, "Olá! De qual produto?"),
        (false, "Deixa, já achei no site. Obrigado!"),
    ],
    &[
        (true, "Seu pedido ficou pronto 😊"),
        (false, "Que rápido! Passo buscar às 17h"),
        (true, "Perfeito, está separado no seu nome."),
    ],
    &[(false, "Boa tarde, vocês aceitam Pix?"), (true, "Aceitamos! A chave é o nosso CNPJ."), (false, "Fechado 👍")],
    &[
        (false, "Preciso remarcar o horário de amanhã"),
        (true, "Sem problema. Quinta às 10h serve?"),
        (false, "Serve sim"),
        (true, "Remarcado. Até quinta!"),
    ],
];

/// Somebody who is not there yet.
pub(super) struct Person {
    pub(super) name: String,
    pub(super) number: String,
    pub(super) script: Script,
    pub(super) talk: &'static [(bool, &'static str)],
}

/// The person after `before` others.
pub(super) fn invent(rng: &mut StdRng, before: usize) -> Person {
    let mut pick = |count: usize| rng.random_range(0..count);
    let name = format!("{} {}", GIVEN[pick(GIVEN.len())], FAMILY[pick(FAMILY.len())]);
    let script = [Script::Customer, Script::Echo, Script::Quiet][pick(3)];
    Person { name, number: format!("551190000{:04}", FIRST_NUMBER + before), script, talk: TALKS[pick(TALKS.len())] }
}

#[cfg(test)]
mod tests {
    use rand::SeedableRng as _;

    use super::*;

    fn named(seed: u64) -> Vec<(String, String)> {
        let mut rng = StdRng::seed_from_u64(seed);
        (0..20).map(|before| invent(&mut rng, before)).map(|person| (person.name, person.number)).collect()
    }

    #[test]
    fn the_same_seed_invents_the_same_people() {
        assert_eq!(named(7), named(7));
        assert_ne!(named(7), named(8), "another seed gives others");
    }

    #[test]
    fn every_number_is_invented_and_given_once() {
        let numbers: std::collections::BTreeSet<String> = named(1).into_iter().map(|(_, number)| number).collect();
        assert_eq!(numbers.len(), 20);
        assert!(numbers.iter().all(|number| number.starts_with("551190000") && number.len() == 13));
    }
}
