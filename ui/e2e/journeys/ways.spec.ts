// The ways out of the provider's panel against the mock: what an entry names is there.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'

import { Stage } from '../mock/stage'
import { desk } from '../support/panel'

const stage = Stage.set()

describe('the rail', () => {
  it('leads to the API’s description', async () => {
    const page = await stage.page(desk)
    await page.goto(stage.mock.url)
    const opens = page.waitForEvent('popup')
    await page.getByRole('link', { name: 'API' }).click()
    const docs = await opens
    await docs.waitForLoadState()
    assert.equal(new URL(docs.url()).pathname.replace(/\/$/, ''), '/api/docs')
    assert.equal(await docs.title(), 'Swagger UI')
  })
})
