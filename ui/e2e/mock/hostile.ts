// What somebody may write to harm whoever reads it, in each field that comes from outside. More than 300 values.
const markup = [
  '<script>window.hurt=1</script>',
  '<img src=x onerror="window.hurt=1">',
  '<svg onload=window.hurt=1>',
  '<iframe srcdoc="<script>parent.hurt=1</script>"></iframe>',
  '<math><mtext></form><form><mglyph><style></math><img src onerror=window.hurt=1>',
  '<a href="javascript:window.hurt=1">x</a>',
  '<base href="https://example.com/">',
  '<meta http-equiv=refresh content="0;url=https://example.com">',
  '<style>*{display:none}</style>',
  '<link rel=stylesheet href="https://example.com/x.css">',
  '<object data="data:text/html,<script>1</script>"></object>',
  '<form action="https://example.com"><input name=password autofocus></form>',
  '"><script>window.hurt=1</script>',
  "';window.hurt=1;//",
  '--><img src=x onerror=window.hurt=1><!--',
  '</textarea><script>window.hurt=1</script>',
  '</title><script>window.hurt=1</script>',
  '{{constructor.constructor("window.hurt=1")()}}',
  '${window.hurt=1}',
  '<%= 7*7 %>',
]
const links = [
  'javascript:window.hurt=1',
  'JaVaScRiPt:window.hurt=1',
  'java\u0000script:window.hurt=1',
  'data:text/html,<script>window.hurt=1</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'https://user:password@example.com@other.example',
  'https://example.com\u202Egpj.exe',
  'http://xn--80ak6aa92e.example/',
  'intent://scan/#Intent;scheme=zxing;end',
]
const directions = ['\u202E', '\u202D', '\u2066', '\u2067', '\u2068', '\u200F', '\u061C', '\u202A\u202B\u202E\u2067'].map(
  (mark) => `${mark}exe.fdp olá ${mark}שלום مرحبا!`,
)
const unseen = ['\u200B', '\u200C', '\u200D', '\u2060', '\uFEFF', '\u00AD', '\u3164', '\u2800', '\u034F', '\u{E0041}'].flatMap((sign) => [
  sign,
  sign.repeat(200),
  `a${sign}b${sign}c`,
])
const long = ['W', 'ﷺ', '𒐫', 'é', '🏳️‍🌈', 'a\u0301\u0302\u0303\u0304', '_', '.'].flatMap((sign) => [
  sign.repeat(400),
  sign.repeat(Math.floor(65_000 / sign.length)),
])
const stacked = [10, 50, 200].map((count) => `Z${'\u0310\u0322\u0336\u0489'.repeat(count)}algo`)
const broken = [
  '\uD800',
  '\uDFFF',
  'a\uD83D',
  '\u0000',
  'a\u0000b',
  '\u0007\u001b[31m',
  '\r\n\r\n',
  '\n'.repeat(500),
  '\t'.repeat(300),
  '\uFFFF',
]
const signs = ['*', '_', '~', '`', '```'].flatMap((sign) => [
  sign.repeat(2_000),
  `${sign}a`.repeat(500),
  `${sign}${'*_~'.repeat(100)}x${'~_*'.repeat(100)}${sign}`,
])
const mentions = ['@'.repeat(500), '@551190000301'.repeat(200), '@\u202E5511', '@<script>']
const polluting = [
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  'true',
  '[object Object]',
  '-1',
  '1e309',
]
const queries = [
  "' OR 1=1 --",
  '"; DROP TABLE messages; --',
  '%00',
  '../../../../etc/passwd',
  '..\\..\\windows',
  '$(reboot)',
  '`reboot`',
  '|| sleep 9',
]
const prefixed = ['olá ', 'https://example.com/', '*', '> '].flatMap((before) => markup.map((text) => before + text))
const doubled = markup.flatMap((text) => [text.replaceAll('<', '&lt;'), text.replaceAll('<', '＜'), text.replaceAll('<', '\u003c\u200b')])
const named = markup.slice(0, 12).flatMap((text) => [`${text}.pdf`, `nota\u202Efdp.${text}`, `${text}/../../nota.exe`])

export const hostile: string[] = [
  ...markup,
  ...links,
  ...directions,
  ...unseen,
  ...long,
  ...stacked,
  ...broken,
  ...signs,
  ...mentions,
  ...polluting,
  ...queries,
  ...prefixed,
  ...doubled,
  ...named,
]
