//! What people write to a small shop, and what it answers.

pub(super) const THEIRS: [&str; 14] = [
    "Bom dia!",
    "Vocês abrem hoje?",
    "Qual o horário de vocês?",
    "Quanto fica a entrega no centro?",
    "Pode separar dois para mim?",
    "Obrigada 🙏",
    "Já estou a caminho",
    "Tem sem glúten?",
    "Perfeito!",
    "Aceita Pix?",
    "Chego em dez minutos, pode ser?",
    "Minha mãe adorou o bolo, muito obrigada mesmo, foi o melhor aniversário dela em anos 😊",
    "Consegue me mandar a tabela de preços?",
    "👍",
];

pub(super) const OURS: [&str; 12] = [
    "Bom dia! Como podemos ajudar?",
    "Abrimos das 8h às 18h, de segunda a sábado.",
    "A entrega no centro é grátis acima de R$ 50.",
    "Claro, está separado no seu nome.",
    "Nós que agradecemos!",
    "Pode vir, estamos esperando.",
    "Temos sim, a fornada sai às 10h.",
    "Aceitamos Pix, cartão e dinheiro.",
    "Segue a tabela desta semana.",
    "Combinado!",
    "Seu pedido saiu para entrega agora e deve chegar em uns vinte minutos, tudo bem?",
    "👍",
];

pub(super) const REACTIONS: [&str; 5] = ["👍", "❤️", "😂", "😮", "🙏"];
