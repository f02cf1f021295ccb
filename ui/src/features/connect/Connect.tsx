import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'

import { qr as qrQuery } from '../../api/tenant'
import type { Portal, SessionStatus } from '../../api/types'
import { addWords } from '../../lib/language'
import { part } from '../../lib/part'
import { phoneSized, useMedia } from '../../lib/media'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { CodePane } from './CodePane'
import { keptCode } from './kept-code'
import { passkeyWords } from './passkey-words'
import { Connected, Progress } from './Progress'
import { QrPane } from './QrPane'
import { Rest } from './Rest'
import { Steps } from './Steps'

// Few accounts are asked for one: not part of what loads before the QR shows.
const loadPasskey = async () => {
  const [passkey] = await Promise.all([import('./Passkey'), addWords(passkeyWords)])
  return passkey
}
const Passkey = part(async () => (await loadPasskey().catch(loadPasskey)).Passkey)

// Few phones are not the expected one.
const loadNumberAsked = () => import('./NumberAsked')
const NumberAsked = part(async () => (await loadNumberAsked().catch(loadNumberAsked)).NumberAsked)

type Stage = 'code' | 'confirming' | 'syncing' | 'connected' | 'rest'

const stages: Record<SessionStatus, Stage> = {
  starting: 'code',
  pairing: 'code',
  reconnecting: 'code',
  confirming: 'confirming',
  syncing: 'syncing',
  connected: 'connected',
  stopped: 'rest',
  paused: 'rest',
  restricted: 'rest',
  logged_out: 'rest',
  replaced: 'rest',
  banned: 'rest',
  failed: 'rest',
}

interface Props {
  portal: Portal
  /** Why it rests, what happens next and what to do, in words. */
  restLines: string[]
  /** The tenant's link with its secret, where this page still knows it. */
  wholeLink: string | null
  /** The pairing was asked for and no word of it has come back yet. */
  isPairingAsked: boolean
  onOpenPanel: () => void
}

/** From nothing to connected, in place: the card keeps its size through all of it. */
export function Connect({ portal, restLines, wholeLink, isPairingAsked, onOpenPanel }: Props) {
  const { account, session, tenantId } = portal
  const isFresh = session.status === 'stopped' && isPairingAsked
  // The phone has scanned already, where somebody said of an unexpected one that it is right.
  const isFinishing = account !== null && (session.status === 'starting' || session.status === 'reconnecting')
  const stage = isFresh ? 'code' : isFinishing ? 'confirming' : stages[session.status]
  // Whoever said that the codes differ reads what that means until the next pairing begins.
  const [didDiffer, setDiffer] = useState(false)
  if (didDiffer && stage === 'code') setDiffer(false)
  const isPasskey = stage === 'confirming' && (session.cause === 'passkey_asked' || session.cause === 'passkey_compare')
  const isNumberAsked = stage === 'rest' && session.cause === 'unexpected_number'
  return (
    <section className="flex w-full max-w-4xl grow items-center justify-center rounded-lg border-line bg-surface px-5 py-8 sm:min-h-[29rem] sm:grow-0 sm:border sm:px-10">
      {stage === 'code' && <ShowCode tenantId={tenantId} />}
      {isPasskey && (
        <Passkey
          portal={portal}
          wholeLink={wholeLink}
          onDiffers={() => setDiffer(true)}
          waiting={<Progress stage="confirming" session={session} />}
        />
      )}
      {(stage === 'confirming' || stage === 'syncing') && !isPasskey && <Progress stage={stage} session={session} />}
      {stage === 'connected' && <Connected account={account} onOpen={onOpenPanel} />}
      {isNumberAsked && <NumberAsked portal={portal} waiting={<Progress stage="confirming" session={session} />} />}
      {stage === 'rest' && !isNumberAsked && <Rest tenantId={tenantId} session={session} lines={restLines} didDiffer={didDiffer} />}
    </section>
  )
}

/** By QR, or by code; a phone cannot scan its own screen, so there the code comes first. */
function ShowCode({ tenantId }: { tenantId: string }) {
  const { t } = useTranslation()
  const isPhone = useMedia(phoneSized)
  const [chosen, setChosen] = useState(() => (keptCode.get(tenantId, Date.now()) ? 'code' : undefined) as 'qr' | 'code' | undefined)
  const way = chosen ?? (isPhone ? 'code' : 'qr')
  const { data: qr = null } = useQuery({ ...qrQuery(tenantId), enabled: way === 'qr' })
  return (
    <div className="grid w-full items-center justify-items-center gap-8 md:grid-cols-[21rem_minmax(0,1fr)] md:gap-12">
      <div className="flex w-full justify-center md:min-h-80 md:items-center">
        {way === 'qr' ? <QrPane qr={qr} /> : <CodePane tenantId={tenantId} firstPhone="+55 " />}
      </div>
      <div className="w-full max-w-md">
        <Steps way={way} />
        <Button kind="quiet" className="mt-6 -ml-3.5 text-accent!" onClick={() => setChosen(way === 'qr' ? 'code' : 'qr')}>
          {way === 'qr' ? t('connect.useCode') : t('connect.useQr')}
        </Button>
      </div>
    </div>
  )
}
