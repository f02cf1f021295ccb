// When the mocked shop answers, and what it sends without anybody.
import type { AutomaticMessages, BusinessHours, BusinessHoursNow } from '../../src/api/types'
import type { Answer } from './answers'

export interface HoursState {
  hours: BusinessHours | null
  /** Whether it is open, and until when: that is not the mock's to reckon. */
  openNow: Pick<BusinessHoursNow, 'isOpen' | 'changesAtMs'>
  automatic: AutomaticMessages
}

export const nothingAutomatic = (): AutomaticMessages => ({
  language: 'pt-BR',
  timeZone: 'UTC',
  away: { isOn: false, when: 'outside_hours', to: 'everyone', againAfterHours: 12, text: '' },
  greeting: { isOn: false, to: 'everyone', text: '' },
})

/** A bakery with a break at noon, open on Friday night, and closed at Christmas. */
export function bakery(): BusinessHours {
  const day = [
    { from: '06:00', to: '12:00' },
    { from: '14:00', to: '20:00' },
  ]
  const friday = [...day, { from: '22:00', to: '02:00' }]
  const week = { monday: day, tuesday: day, wednesday: day, thursday: day, friday, saturday: [{ from: '06:00', to: '13:00' }], sunday: [] }
  const closedDates = [
    { date: '2026-12-25', name: 'Natal' },
    { date: '2027-01-01', name: '' },
  ]
  return { timeZone: 'America/Sao_Paulo', week, closedDates }
}

/** What it says while nobody is there. */
export const awayText = 'Oi, {nome}! Agora estamos *fechados*.\nAbrimos amanhã às 6h e respondemos logo cedo.'

/** Shortly before midnight. */
export const tonightMs = () => new Date().setHours(23, 59, 0, 0)

/** What `…/business-hours` and `…/automatic-messages` answer. */
export function hoursPlane(state: HoursState, method: string, what: string, body: object): Answer {
  if (what === 'automatic-messages') {
    if (method === 'POST') state.automatic = body as AutomaticMessages
    return [200, state.automatic]
  }
  if (method === 'POST') state.hours = body as BusinessHours
  if (method === 'DELETE') {
    state.hours = null
    return [204]
  }
  const { hours, openNow } = state
  return [200, hours === null ? { hours, isOpen: null, changesAtMs: null } : { hours, ...openNow }]
}
