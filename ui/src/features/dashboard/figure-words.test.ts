import i18next from 'i18next'
import { expect, it } from 'vitest'

import type { PeriodFigures, Statistics } from '../../api/types'
import { figuresSaid, figuresTable } from './figure-words'

const period = (change: Partial<PeriodFigures> = {}): PeriodFigures => ({
  received: 1_200,
  sent: 900,
  activeChats: 0,
  newContacts: 3,
  firstAnswers: { count: 0, medianMs: null, withinHours: false },
  outgoing: { sent: 0, delivered: 0, read: 0 },
  failures: [{ reason: 'no_answer', count: 1_500 }],
  connectedMs: 90,
  measuredMs: 100,
  ...change,
})
const figures = (change: Partial<Statistics> = {}): Statistics => ({
  fromMs: 1_000_000,
  toMs: 2_000_000,
  keptSinceMs: 0,
  now: { unanswered: { chats: 4, oldestSinceMs: 1 } },
  period: period(),
  before: period({ received: 1_000 }),
  hours: [],
  ...change,
})

it('a figure is said with the one before, and leads to chats where there are some', () => {
  const said = new Map(figuresSaid(figures(), i18next.t, 'pt-BR').map((one) => [one.name, one]))
  expect(said.get('received')).toMatchObject({ value: '1.200', against: { way: 'more', words: '20% a mais', before: '1.000' } })
  expect([said.get('activeChats')?.behind, said.get('newContacts')?.behind]).toEqual([undefined, 'new'])
  expect(said.get('firstAnswer'), 'nobody was answered').toMatchObject({ value: '—', against: undefined })
})

it('waiting is said to count within the business hours where there were some', () => {
  const said = (withinHours: boolean) => {
    const answered = figures({ period: period({ firstAnswers: { count: 2, medianMs: 60_000, withinHours } }) })
    return figuresSaid(answered, i18next.t, 'pt-BR').find(({ name }) => name === 'firstAnswer')?.text
  }
  expect([said(true), said(false)]).toEqual(['mediana de 2 respostas, contada no horário de atendimento', 'mediana de 2 respostas'])
})

it('without figures of all of the time before nothing is compared', () => {
  const said = figuresSaid(figures({ keptSinceMs: 500_000 }), i18next.t, 'pt-BR')
  expect(said.every(({ against }) => against === undefined)).toBe(true)
})

it('the table has whose figures they are, each of them, who waits and what did not leave', () => {
  const table = figuresTable('Padaria Sol', figures(), 2_000_000, i18next.t, 'pt-BR')
  expect(table[0]?.[0]).toBe('Padaria Sol')
  expect(table.every((row) => row.length === 4)).toBe(true)
  expect(table[2]).toEqual(['Recebidas', '1.200', '1.000', '20% a mais'])
  expect(table.at(-2)).toEqual(['Esperando resposta agora', '4', '', ''])
  expect(table.at(-1)?.[1]).toBe('1.500')
})
