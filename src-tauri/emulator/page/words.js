// Every word of the page, as [pt-BR, en, es], and the reader's language.

export const languages = [["pt-BR", "Português"], ["en", "English"], ["es", "Español"]];
export const words = {
  title: ["Telefones de teste", "Test phones", "Teléfonos de prueba"],
  about: [
    "Uma rede de WhatsApp de ensaio, só neste computador. Use estes telefones como se fossem seus: nada sai para a Internet.",
    "A rehearsal WhatsApp network, on this computer only. Use these phones as if they were yours: nothing goes out to the Internet.",
    "Una red de WhatsApp de ensayo, solo en este equipo. Usa estos teléfonos como si fueran tuyos: nada sale a Internet.",
  ],
  language: ["Idioma", "Language", "Idioma"],
  phones: ["Telefones", "Phones", "Teléfonos"],
  contacts: ["Contatos que respondem sozinhos", "Contacts that answer by themselves", "Contactos que responden solos"],
  find: ["Buscar nome ou número", "Find a name or number", "Buscar nombre o número"],
  noPhones: ["Os telefones da rede aparecem aqui. Crie o primeiro.", "The network's phones appear here. Create the first one.", "Los teléfonos de la red aparecen aquí. Crea el primero."],
  newPhone: ["Novo telefone", "New phone", "Nuevo teléfono"],
  name: ["Nome", "Name", "Nombre"],
  number: ["Número com país e DDD", "Number with country code", "Número con código de país"],
  answers: ["Quem responde", "Who answers", "Quién responde"],
  byHand: ["Eu, por esta página", "I do, on this page", "Yo, en esta página"],
  echo: ["Repete o que recebe", "Repeats what it receives", "Repite lo que recibe"],
  customer: ["Age como um cliente", "Acts like a customer", "Actúa como un cliente"],
  quiet: ["Só recebe", "Only receives", "Solo recibe"],
  create: ["Criar telefone", "Create phone", "Crear teléfono"],
  cancel: ["Cancelar", "Cancel", "Cancelar"],
  back: ["Voltar", "Back", "Volver"],
  pick: ["Escolha um telefone na lista.", "Choose a phone from the list.", "Elige un teléfono de la lista."],
  gone: ["Este telefone não existe mais nesta rede.", "This phone is no longer on this network.", "Este teléfono ya no está en esta red."],
  loading: ["Abrindo…", "Opening…", "Abriendo…"],
  unreachable: [
    "O emulador parou de responder. Tentando de novo; o que você escreveu fica aqui.",
    "The emulator stopped answering. Trying again; what you wrote stays here.",
    "El emulador dejó de responder. Reintentando; lo que escribiste queda aquí.",
  ],
  failed: ["Não deu certo ({status}). Tente de novo.", "That did not work ({status}). Try again.", "No funcionó ({status}). Inténtalo de nuevo."],
  noDevices: ["Nenhum aparelho", "No device", "Ningún dispositivo"],
  oneDevice: ["1 aparelho", "1 device", "1 dispositivo"],
  manyDevices: ["{n} aparelhos", "{n} devices", "{n} dispositivos"],
  online: ["{n} online", "{n} online", "{n} en línea"],
  chats: ["Conversas", "Chats", "Chats"],
  noChats: ["As conversas deste telefone aparecem aqui.", "This phone's chats appear here.", "Los chats de este teléfono aparecen aquí."],
  you: ["Você: {text}", "You: {text}", "Tú: {text}"],
  unread: ["{n} não lidas", "{n} unread", "{n} sin leer"],
  newChat: ["Nova conversa", "New chat", "Nuevo chat"],
  asContact: ["Escrever como contato", "Write as a contact", "Escribir como contacto"],
  whoReceives: ["Com quem {name} vai conversar?", "Who will {name} talk to?", "¿Con quién hablará {name}?"],
  whoWrites: ["Quem vai escrever para {name}?", "Who will write to {name}?", "¿Quién escribirá a {name}?"],
  otherNumber: ["Outro número", "Another number", "Otro número"],
  open: ["Abrir", "Open", "Abrir"],
  messages: ["Mensagens com {name}", "Messages with {name}", "Mensajes con {name}"],
  noMessages: ["Nenhuma mensagem ainda. Escreva a primeira.", "No message yet. Write the first one.", "Aún no hay mensajes. Escribe el primero."],
  speaker: ["Quem escreve", "Who writes", "Quién escribe"],
  as: ["Como {name}", "As {name}", "Como {name}"],
  message: ["Mensagem", "Message", "Mensaje"],
  send: ["Enviar", "Send", "Enviar"],
  newest: ["Mensagens novas", "New messages", "Mensajes nuevos"],
  sent: ["enviada", "sent", "enviado"],
  delivered: ["entregue", "delivered", "entregado"],
  read: ["lida", "read", "leído"],
  twice: ["chegou {n} vezes", "arrived {n} times", "llegó {n} veces"],
  today: ["Hoje", "Today", "Hoy"],
  yesterday: ["Ontem", "Yesterday", "Ayer"],
  devices: ["Aparelhos conectados", "Linked devices", "Dispositivos vinculados"],
  connect: ["Conectar aparelho", "Link a device", "Vincular un dispositivo"],
  noDevicesYet: [
    "O WhatsApp deste telefone ainda não está em nenhum aparelho. Abra o link do cliente no Portaria e leia aqui o QR que ele mostra.",
    "This phone's WhatsApp is not on any device yet. Open the client's link in Portaria and scan here the QR it shows.",
    "El WhatsApp de este teléfono aún no está en ningún dispositivo. Abre el enlace del cliente en Portaria y escanea aquí el QR que muestra.",
  ],
  active: ["Ativo agora", "Active now", "Activo ahora"],
  lastSeen: ["Visto por último: {when}", "Last active: {when}", "Última vez activo: {when}"],
  linkedAt: ["Conectado: {when}", "Linked: {when}", "Vinculado: {when}"],
  unlink: ["Desconectar", "Unlink", "Desvincular"],
  unlinkAsk: ["Desconectar {name} de {phone}? Será preciso ler um novo QR.", "Unlink {name} from {phone}? A new QR will have to be scanned.", "¿Desvincular {name} de {phone}? Habrá que escanear un QR nuevo."],
  unlinked: ["{name} foi desconectado.", "{name} was unlinked.", "{name} fue desvinculado."],
  linked: ["Aparelho conectado.", "Device linked.", "Dispositivo vinculado."],
  byQr: ["Código QR", "QR code", "Código QR"],
  byCode: ["Código de 8 letras", "8-character code", "Código de 8 letras"],
  drop: ["Solte aqui a imagem do QR", "Drop the picture of the QR here", "Suelta aquí la imagen del QR"],
  choose: ["ou escolha um arquivo", "or choose a file", "o elige un archivo"],
  pastePicture: ["Colar imagem copiada", "Paste copied picture", "Pegar imagen copiada"],
  pasteHint: [
    "Capture a tela em que o QR aparece, copie e cole aqui (Ctrl+V).",
    "Take a screenshot of the QR, copy it and paste it here (Ctrl+V).",
    "Captura la pantalla con el QR, cópiala y pégala aquí (Ctrl+V).",
  ],
  nothingCopied: ["Não há imagem nem texto de QR copiado. Copie e tente de novo.", "There is no copied picture or QR text. Copy it and try again.", "No hay imagen ni texto de QR copiado. Cópialo e inténtalo de nuevo."],
  notPicture: ["Este arquivo não é uma imagem que o navegador abra. Use PNG ou JPEG.", "This file is not a picture the browser can open. Use PNG or JPEG.", "Este archivo no es una imagen que el navegador abra. Usa PNG o JPEG."],
  qrText: ["Texto do QR", "Text of the QR", "Texto del QR"],
  scanText: ["Conectar com o texto", "Link with the text", "Vincular con el texto"],
  scanning: ["Lendo o QR…", "Reading the QR…", "Leyendo el QR…"],
  codeHint: [
    "Digite o código que aparece na tela do outro aparelho.",
    "Type the code shown on the other device's screen.",
    "Escribe el código que aparece en la pantalla del otro dispositivo.",
  ],
  code: ["Código", "Code", "Código"],
  codeShort: ["O código tem 8 letras ou números; faltam {n}.", "The code has 8 letters or digits; {n} missing.", "El código tiene 8 letras o números; faltan {n}."],
  linking: ["Conectando…", "Linking…", "Vinculando…"],
  typing: ["digitando…", "typing…", "escribiendo…"],
  codeAsked: ["Um aparelho pede o código", "A device asks for the code", "Un dispositivo pide el código"],
  codeAskedHint: ["Digite aqui o código que ele mostra", "Type here the code it shows", "Escribe aquí el código que muestra"],
  trouble: ["Simular problemas de rede", "Simulate network trouble", "Simular problemas de red"],
  dropNow: ["Derrubar a conexão agora", "Drop the connection now", "Cortar la conexión ahora"],
  dropped: ["Conexões derrubadas.", "Connections dropped.", "Conexiones cortadas."],
  silence: ["O WhatsApp não responde", "WhatsApp does not answer", "WhatsApp no responde"],
  silenceHint: ["A conexão fica aberta, mas muda.", "The connection stays open but mute.", "La conexión sigue abierta, pero muda."],
  refuse: ["Na próxima entrada", "At the next login", "En el próximo ingreso"],
  accept: ["Aceitar", "Accept", "Aceptar"],
  refuse401: ["Recusar: desvinculado (401)", "Refuse: unlinked (401)", "Rechazar: desvinculado (401)"],
  refuse402: ["Recusar: restrito (402)", "Refuse: restricted (402)", "Rechazar: restringido (402)"],
  refuse403: ["Recusar: banido (403)", "Refuse: banned (403)", "Rechazar: bloqueado (403)"],
  refuse503: ["Recusar: fora do ar (503)", "Refuse: unavailable (503)", "Rechazar: no disponible (503)"],

  // What the emulator refuses, by the code of its refusal.
  refused_notANumber: ["Escreva de 8 a 15 algarismos, com o código do país primeiro.", "Write 8 to 15 digits, country code first.", "Escribe de 8 a 15 cifras, con el código de país primero."],
  refused_numberTaken: ["Este número já tem um telefone nesta rede.", "This number already has a phone on this network.", "Este número ya tiene un teléfono en esta red."],
  refused_noSuchNumber: ["Este número não tem WhatsApp nesta rede.", "This number has no WhatsApp on this network.", "Este número no tiene WhatsApp en esta red."],
  refused_notAQr: ["Isto não é um QR de conectar aparelho. Copie de novo o que o Portaria mostra.", "This is not a QR for linking a device. Copy again what Portaria shows.", "Esto no es un QR para vincular. Copia de nuevo lo que muestra Portaria."],
  refused_noQrInPicture: ["Não há QR legível nesta imagem. Capture-o inteiro, com a margem branca.", "There is no readable QR in this picture. Capture all of it, with its white margin.", "No hay un QR legible en esta imagen. Captúralo entero, con su margen blanco."],
  refused_qrExpired: ["Este QR já trocou. Use o que está na tela agora.", "This QR has been replaced. Use the one on the screen now.", "Este QR ya cambió. Usa el que está en pantalla ahora."],
  refused_wrongKeys: ["As chaves do QR não são as do aparelho que o mostra.", "The keys in the QR are not those of the device that shows it.", "Las claves del QR no son las del dispositivo que lo muestra."],
  refused_noCodeAsked: ["Nenhum aparelho pediu um código para este número. Peça-o primeiro no Portaria.", "No device asked for a code for this number. Ask for it in Portaria first.", "Ningún dispositivo pidió un código para este número. Pídelo primero en Portaria."],
  refused_wrongCode: ["Código errado. Confira e digite de novo.", "Wrong code. Check it and type it again.", "Código incorrecto. Revísalo y escríbelo de nuevo."],
  refused_tooManyDevices: ["Este telefone já tem todos os aparelhos que o WhatsApp permite. Desconecte um.", "This phone has as many devices as WhatsApp allows. Unlink one.", "Este teléfono ya tiene todos los dispositivos que WhatsApp permite. Desvincula uno."],
  refused_pairingAbandoned: ["O outro aparelho não terminou de conectar. Tente de novo.", "The other device did not finish linking. Try again.", "El otro dispositivo no terminó de vincularse. Inténtalo de nuevo."],
  refused_noSuchDevice: ["Este aparelho já não está conectado.", "This device is no longer linked.", "Este dispositivo ya no está vinculado."],
  refused_notAPicture: ["Este arquivo não é uma imagem que a rede entenda.", "This file is not a picture the network understands.", "Este archivo no es una imagen que la red entienda."],
  refused_unfitHistory: ["Um histórico tem de 1 a 2.000 conversas, ao menos uma mensagem em cada e no máximo 200.000.", "A history has 1 to 2,000 chats, at least one message in each and at most 200,000.", "Un historial tiene de 1 a 2.000 chats, al menos un mensaje en cada uno y como máximo 200.000."],
  refused_mediaTooLarge: ["O arquivo é maior do que o WhatsApp permite.", "The file is larger than WhatsApp allows.", "El archivo es más grande de lo que WhatsApp permite."],
  refused_noSuchMedia: ["Este arquivo não está mais na rede.", "This file is no longer on the network.", "Este archivo ya no está en la red."],
  refused_mediaExpired: ["O arquivo venceu. Quem o enviou pode enviar de novo.", "The file has expired. Its sender can send it again.", "El archivo caducó. Quien lo envió puede enviarlo de nuevo."],
  refused_mediaDamaged: ["O arquivo chegou danificado.", "The file arrived damaged.", "El archivo llegó dañado."],
  refused_noSuchContact: ["Este número não está na agenda.", "This number is not in the address book.", "Este número no está en la agenda."],
  refused_notASetting: ["Esta opção de privacidade não existe.", "There is no such privacy setting.", "Esta opción de privacidad no existe."],
  refused_noSuchLabel: ["Esta etiqueta não existe.", "There is no such label.", "Esta etiqueta no existe."],
  refused_noSuchQuickReply: ["Esta resposta rápida não existe.", "There is no such quick reply.", "Esta respuesta rápida no existe."],
  refused_noSuchCall: ["Esta chamada não existe.", "There is no such call.", "Esta llamada no existe."],
  refused_callOver: ["Esta chamada já terminou.", "This call is over.", "Esta llamada ya terminó."],
  refused_timedOut: ["A resposta não chegou a tempo. Tente de novo.", "The answer did not come in time. Try again.", "La respuesta no llegó a tiempo. Inténtalo de nuevo."],
  refused_groupNoSuchGroup: ["Este grupo não existe.", "There is no such group.", "Este grupo no existe."],
  refused_groupNotAMember: ["Este telefone não está no grupo.", "This phone is not in the group.", "Este teléfono no está en el grupo."],
  refused_groupAdminsOnly: ["Só quem administra o grupo pode fazer isso.", "Only an admin of the group may do that.", "Solo quien administra el grupo puede hacerlo."],
  refused_groupUnfit: ["O grupo não aceita isso: nome de até 100 letras, descrição de até 2048, até 1024 pessoas.", "The group does not take that: a name of up to 100 letters, a description of up to 2048, up to 1024 people.", "El grupo no lo acepta: nombre de hasta 100 letras, descripción de hasta 2048, hasta 1024 personas."],
  refused_groupDescriptionChanged: ["Alguém mudou a descrição antes. Leia-a de novo primeiro.", "Somebody changed the description first. Read it again.", "Alguien cambió la descripción antes. Léela de nuevo primero."],
  refused_groupNoSuchInvite: ["Este convite não vale.", "This invite link is not valid.", "Esta invitación no es válida."],
  refused_groupInviteGone: ["Este convite não vale mais. Peça um novo.", "This invite link is no longer valid. Ask for a new one.", "Esta invitación ya no es válida. Pide una nueva."],
  refused_groupRemoved: ["Quem administra o grupo removeu este telefone.", "An admin removed this phone from the group.", "Quien administra el grupo quitó este teléfono."],
  refused_groupAlreadyIn: ["Este telefone já está no grupo.", "This phone is in the group already.", "Este teléfono ya está en el grupo."],
  refused_groupFull: ["O grupo está cheio.", "The group is full.", "El grupo está lleno."],
  refused_groupMalformed: ["O grupo não entendeu o pedido.", "The group did not understand the request.", "El grupo no entendió la solicitud."],
};

/** Index of the reader's language in every row of words. */
export let language = 0;

export function t(key, values = {}) {
  return words[key][language].replace(/\{(\w+)\}/g, (_, name) => String(values[name]));
}

export function chooseLanguage(tag) {
  const found = languages.findIndex(([known]) => tag.slice(0, 2).toLowerCase() === known.slice(0, 2));
  language = found < 0 ? 1 : found;
  document.documentElement.lang = languages[language][0];
}


export const scriptName = (script) => (words[script] ? t(script) : script);

export function devicesOf({ devices }) {
  const online = devices.filter((device) => device.online).length;
  const count = devices.length > 1 ? t("manyDevices", { n: devices.length }) : t(devices.length ? "oneDevice" : "noDevices");
  return online ? `${count}, ${t("online", { n: online })}` : count;
}
