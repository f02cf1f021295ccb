import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'

import { troubleOf } from '../../api/problem'
import { passkey as passkeyQuery, tenantActions, tenantKeys } from '../../api/tenant'
import type { Portal } from '../../api/types'
import { handHeld, useMedia } from '../../lib/media'
import type { PasskeyProof } from '../../lib/passkey-talk'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'
import { PasskeyAsked } from './PasskeyAsked'
import { PasskeyCompare } from './PasskeyCompare'
import { PasskeyOnPhone } from './PasskeyOnPhone'
import { PasskeyWaiting } from './PasskeyWaiting'
import { useExtension } from './passkey-extension'

interface Props {
  portal: Portal
  /** The tenant's link with its secret, where this page still knows it. */
  wholeLink: string | null
  /** The codes are not the same, and the pairing was ended. */
  onDiffers: () => void
}

/** WhatsApp asks for the account's passkey: how to use it, then the code to compare. */
export function Passkey({ portal, wholeLink, onDiffers }: Props) {
  const { t } = useTranslation()
  const client = useQueryClient()
  const { tenantId, session } = portal
  const { data: passkey } = useQuery(passkeyQuery(tenantId))
  const isHandHeld = useMedia(handHeld)
  const prove = useMutation({
    mutationFn: (proof: PasskeyProof) => tenantActions.answerPasskey(tenantId, proof),
    onSettled: () => {
      for (const key of [tenantKeys.passkey(tenantId), tenantKeys.portal(tenantId)]) void client.invalidateQueries({ queryKey: key })
    },
  })
  const extension = useExtension({
    passkey: passkey ?? null,
    onProof: (proof) =>
      prove.mutateAsync(proof).then(
        () => true,
        () => false,
      ),
  })

  const step = passkey?.step ?? (session.cause === 'passkey_compare' ? 'compare' : 'asked')
  if (step === 'compare') return <PasskeyCompare tenantId={tenantId} code={passkey?.code ?? null} onDiffers={onDiffers} />
  if (prove.isPending) return <PasskeyWaiting title={t('passkey.sending')} />
  // Taken: WhatsApp and the phone's owner have the word.
  if (prove.isSuccess || passkey === null) return <PasskeyWaiting title={t('passkey.checkingTitle')} text={t('passkey.checkingText')} />
  const code = prove.isError ? troubleOf(prove.error).code : undefined
  const trouble = code !== undefined && (
    <Notice
      tone="bad"
      className="mb-5"
      title={t(`problem.${code}`)}
      action={
        code === 'offline' &&
        prove.variables !== undefined && (
          <Button size="small" onClick={() => prove.mutate(prove.variables)}>
            {t('passkey.again')}
          </Button>
        )
      }
    />
  )
  const expiresAtMs = passkey?.expiresAtMs ?? null
  return isHandHeld ? (
    <PasskeyOnPhone name={portal.tenantName} wholeLink={wholeLink} expiresAtMs={expiresAtMs} trouble={trouble} />
  ) : (
    <PasskeyAsked name={portal.tenantName} expiresAtMs={expiresAtMs} extension={extension} trouble={trouble} />
  )
}
