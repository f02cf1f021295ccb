import type { TFunction } from 'i18next'

/** How far the past has come: `12.400 mensagens · 35 %`. Nothing where nothing of it comes. */
export function historyText(
  history: { messages: number; percent: number | null } | null,
  t: TFunction,
  language: string,
): string | undefined {
  if (history === null) return undefined
  const messages = t('session.historyMessages', {
    count: history.messages,
    number: new Intl.NumberFormat(language).format(history.messages),
  })
  return history.percent === null ? messages : `${messages} · ${String(history.percent)} %`
}
