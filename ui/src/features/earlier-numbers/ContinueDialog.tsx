import { troubleOf } from '../../api/problem'
import type { EarlierAccount } from '../../api/types'
import { formatPhone } from '../../lib/phone'
import { useTranslation } from '../../lib/translation'
import { ConfirmDialog } from '../../ui/ConfirmDialog'
import { useDecide } from './use-decide'

interface Props {
  tenantId: string
  of: EarlierAccount
  /** The number that is linked now; empty where WhatsApp does not tell it. */
  linked: string
  onClose: () => void
}

/** What follows from going on with another number's chats, before somebody does: nothing leads back. */
export function ContinueDialog({ tenantId, of, linked, onClose }: Props) {
  const { t } = useTranslation()
  const decide = useDecide(tenantId, of.id)
  const number = formatPhone(linked) || t('earlier.thisNumber')
  return (
    <ConfirmDialog
      title={t('earlier.continueTitle', { count: of.chats, number })}
      text={t('earlier.continueText', { number })}
      verb={t('earlier.continue')}
      isBusy={decide.isPending}
      trouble={decide.isError ? t(`problem.${troubleOf(decide.error).code}`) : undefined}
      onConfirm={() => decide.mutate(true, { onSuccess: onClose })}
      onClose={onClose}
    />
  )
}
