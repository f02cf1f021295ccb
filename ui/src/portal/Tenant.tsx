import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'

import { isLoggedOut } from '../api/problem'
import { chats as chatsQuery, portal as portalQuery, qr as qrQuery, tenantActions, tenantKeys } from '../api/tenant'
import type { Portal } from '../api/types'
import { Connect } from '../features/connect/Connect'
import { keptCode } from '../features/connect/kept-code'
import { adviceText, causeText, nextText } from '../features/session/session-words'
import { addWords } from '../lib/language'
import { useNow } from '../lib/now'
import { part } from '../lib/part'
import { useTranslation } from '../lib/translation'
import { endAccess, wholeLink } from './access'
import { Frame } from './Frame'
import { knownPanel } from './known-panel'
import { useListShown } from './list-shown'
import { isCodeAwaited, needsConnect, needsPairing } from './needs'
import { Opening } from './Opening'
import { panelWords } from './panel/words'
import { PanelWaiting } from './PanelWaiting'
import { setTitle } from './title'

// Not part of what loads before the QR shows.
const loadPanel = async () => {
  const [panel] = await Promise.all([import('./panel/Panel'), addWords(panelWords)])
  return panel
}
// A file that gets lost on the way is asked for once more before anything is said.
const Panel = part(async () => (await loadPanel().catch(loadPanel)).Panel)

/** Long enough to read the name, short enough not to wait. */
const celebrationMs = 2_200

/** A tenant's link that has opened: Connect until WhatsApp is connected, then the panel. */
export function Tenant({ tenantId }: { tenantId: string }) {
  const client = useQueryClient()
  const query = useQuery(portalQuery(tenantId))
  const { data: portal } = query
  useEffect(() => {
    if (!portal) return
    setTitle({ name: portal.tenantName })
    knownPanel.note(tenantId, !needsConnect(portal))
    // It has done its work.
    if (!needsConnect(portal)) keptCode.set(tenantId, undefined)
  }, [portal, tenantId])
  const [isPanelLikely] = useState(() => knownPanel.isLikely(tenantId))
  useEffect(() => {
    if (!isPanelLikely) return
    // While the first answer is on its way. Should one get lost, the panel asks for its file and its list again.
    Panel.load().catch(() => undefined)
    void client.prefetchInfiniteQuery(chatsQuery(tenantId, ''))
    void client.prefetchInfiniteQuery(chatsQuery(tenantId, '', 'pinned'))
  }, [client, tenantId, isPanelLikely])
  useLive(tenantId, portal)
  if (!portal) {
    if (isPanelLikely && !query.isError) return <PanelWaiting />
    // The cache tells of an ended login; until it has, nothing is claimed.
    return <Opening isUnreachable={query.isError && !isLoggedOut(query.error)} onRetry={() => void query.refetch()} />
  }
  return <Opened portal={portal} />
}

/** By then the socket is opened even if no code has come. */
const patienceMs = 1_500

/** News by socket; its code is fetched once the QR or the list of chats is on the screen and not before. */
function useLive(tenantId: string, portal: Portal | undefined) {
  const client = useQueryClient()
  const { data: qr } = useQuery({ ...qrQuery(tenantId), enabled: false })
  const [isPatient, setPatient] = useState(true)
  useEffect(() => {
    const timer = setTimeout(() => setPatient(false), patienceMs)
    return () => clearTimeout(timer)
  }, [])
  const isListShown = useListShown(tenantId)
  const isShown = portal !== undefined && (needsConnect(portal) ? qr != null || !isCodeAwaited(portal) : isListShown)
  const isReady = isShown || (portal !== undefined && !isPatient)
  useEffect(() => {
    if (!isReady) return
    let leave: (() => void) | undefined
    let isGone = false
    void import('../api/live').then(({ followTenant }) => {
      if (!isGone) leave = followTenant(client, tenantId, endAccess)
    })
    return () => {
      isGone = true
      leave?.()
    }
  }, [client, tenantId, isReady])
}

function Opened({ portal }: { portal: Portal }) {
  const { t, i18n } = useTranslation()
  const now = useNow()
  const { session } = portal
  const pairing = usePairing(portal)
  const isNeeded = needsConnect(portal)
  // Whoever has just connected sees that it worked before the panel opens.
  const [isConnecting, setConnecting] = useState(isNeeded)
  if (isNeeded && !isConnecting) setConnecting(true)
  // The phone is linked and the connection broke since: the panel is there, and says so.
  if (isConnecting && !isNeeded && session.status === 'reconnecting') setConnecting(false)
  const isDone = isConnecting && session.status === 'connected'
  useEffect(() => {
    if (!isDone) return
    const timer = setTimeout(() => setConnecting(false), celebrationMs)
    return () => clearTimeout(timer)
  }, [isDone])

  if (!isConnecting) return <Panel portal={portal} waiting={<PanelWaiting />} />
  const restLines = [
    causeText(session, t),
    ...(session.next === 'nothing' ? [] : [nextText(session, now, t, i18n.language)]),
    adviceText(session, 'tenant', t) ?? '',
  ].filter((line) => line !== '')
  return (
    <Frame
      name={portal.tenantName}
      provider={portal.providerName}
      title={t(session.status === 'connected' ? 'connect.doneTitle' : 'connect.title')}
      foot={t('connect.privacy')}
    >
      <Connect
        portal={portal}
        restLines={restLines}
        wholeLink={wholeLink()}
        isPairingAsked={pairing.isPending}
        onOpenPanel={() => setConnecting(false)}
      />
    </Frame>
  )
}

/** Asks for the pairing by itself, once, when the page has loaded and no phone is linked. */
function usePairing(portal: Portal) {
  const { tenantId } = portal
  const client = useQueryClient()
  const pair = useMutation({
    mutationFn: () => tenantActions.start(tenantId),
    onSuccess: (next) => {
      client.setQueryData<Portal>(tenantKeys.portal(tenantId), (portal) => portal && { ...portal, session: next })
    },
  })
  const [isWanted] = useState(() => needsPairing(portal))
  const { mutate } = pair
  useEffect(() => {
    if (isWanted) mutate()
  }, [isWanted, mutate])
  return pair
}
