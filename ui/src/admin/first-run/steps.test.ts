import { expect, it } from 'vitest'

import { placeOf } from './steps'

it('goes from the language to the first customer, and is over then', () => {
  expect(placeOf({ firstRun: 'language', isNameFixed: false })).toEqual({
    step: 'language',
    number: 1,
    count: 4,
    previous: undefined,
    next: 'name',
  })
  expect(placeOf({ firstRun: 'customer', isNameFixed: false })).toEqual({
    step: 'customer',
    number: 4,
    count: 4,
    previous: 'access',
    next: 'done',
  })
  expect(placeOf({ firstRun: 'done', isNameFixed: false })).toBeUndefined()
})

it('does not ask for a name that was given at the start', () => {
  expect(placeOf({ firstRun: 'language', isNameFixed: true })).toMatchObject({ count: 3, next: 'access' })
  expect(placeOf({ firstRun: 'name', isNameFixed: true })).toMatchObject({ step: 'access', number: 2, previous: 'language' })
})
