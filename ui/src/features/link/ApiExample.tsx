import { useTranslation } from '../../lib/translation'
import { Code } from '../../ui/Code'
import { DocsLink } from '../../ui/DocsLink'

interface Props {
  tenantId: string
  /** Where the server is reached, without a path. */
  origin: string
  /** The key, where it is shown; otherwise a word stands for it. */
  apiKey: string | undefined
}

/** What a program needs beside the key: where it asks, two requests that go as they stand, and what an AI agent is given. */
export function ApiExample({ tenantId, origin, apiKey }: Props) {
  const { t } = useTranslation()
  const base = `${origin}/api/whatsapp/${tenantId}`
  const key = apiKey ?? t('key.yours')
  // In one line and in double quotes: so it also goes in the terminal of Windows.
  const check = `curl -H "Authorization: Bearer ${key}" ${base}/status`
  const body = String.raw`{\"to\": \"+55 11 90000-0001\", \"text\": \"${t('key.exampleWords')}\"}`
  const send = `curl -X POST -H "Authorization: Bearer ${key}" -H "Content-Type: application/json" -d "${body}" ${base}/send`
  const server = { type: 'http', url: `${origin}/api/mcp`, headers: { Authorization: `Bearer ${key}` } }
  const agents = JSON.stringify({ mcpServers: { whatsapp: server } }, null, 2)
  return (
    <div className="mt-5 space-y-3">
      <Code label={t('key.base')} text={base} />
      <Code label={t('key.check')} text={check} />
      <Code label={t('key.send')} text={send} />
      <p className="text-sm text-soft">{apiKey === undefined ? t('key.fillIn', { word: key }) : t('key.ready')}</p>
      <Code label={t('key.agents')} text={agents} />
      <p className="text-sm text-soft">{t('key.agentsText')}</p>
      <DocsLink text={t('key.docs')} />
    </div>
  )
}
