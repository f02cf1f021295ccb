import i18next from 'i18next'
import { describe, expect, it } from 'vitest'

import { session } from '../../testing/world'
import { adviceText, nextText, sessionCan, sessionWords, statusText } from './session-words'

const t = i18next.t.bind(i18next)
const now = 1_000_000

describe('a status', () => {
  it.each(sessionWords)('%s has a word', (status) => {
    expect(statusText(session({ status }), now, t, 'pt-BR')).not.toMatch(/\.|\{/)
  })

  it('counts down to the next attempt', () => {
    const lost = session({ status: 'reconnecting', next: 'retry', nextAtMs: now + 4_200 })
    expect(statusText(lost, now, t, 'pt-BR')).toBe('Sem conexão, tentando de novo em 5 s')
    expect(statusText(lost, now + 9_000, t, 'pt-BR')).toBe('Sem conexão, tentando de novo')
    expect(nextText(lost, now, t, 'pt-BR')).toBe('Tenta de novo em 5 s.')
  })

  it('that waits for this machine says so, and not that the network is gone', () => {
    const full = session({ status: 'reconnecting', cause: 'store_unwritable', next: 'retry', nextAtMs: now + 4_200 })
    expect(statusText(full, now, t, 'pt-BR')).toBe('Em espera: disco cheio ou protegido, tentando de novo em 5 s')
    expect(statusText(session({ status: 'reconnecting', cause: 'lease_held' }), now, t, 'pt-BR')).toBe(
      'Em espera: em uso por outro processo',
    )
  })

  it('that failed says of what', () => {
    expect(statusText(session({ status: 'failed', cause: 'client_outdated' }), now, t, 'pt-BR')).toBe('Falhou: versão antiga')
  })

  it('of a phone that nobody expected asks, and is not started before somebody has answered', () => {
    const asked = session({ status: 'failed', cause: 'unexpected_number', action: 'confirm_number' })
    expect(statusText(asked, now, t, 'pt-BR')).toBe('Número a confirmar')
    expect(sessionCan.start(asked)).toBe(false)
    expect(sessionCan.start(session({ status: 'failed', cause: 'internal_error' }))).toBe(true)
  })

  it('names an account of the official API, and no expired code', () => {
    const failed = session({ status: 'failed', cause: 'coexistence_refused', action: 'new_code' })
    expect(statusText(failed, now, t, 'pt-BR')).toBe('Falhou: usa a API oficial')
    expect(t(`cause.${failed.cause}`)).toContain('API oficial')
  })

  it('sends the tenant to the provider, and the provider to the machine', () => {
    const broken = session({ status: 'failed', cause: 'store_damaged', action: 'ask_provider' })
    expect(adviceText(broken, 'tenant', t)).toContain('quem forneceu')
    expect(adviceText(broken, 'provider', t)).toContain('Portaria')
  })
})
