import type { TFunction } from 'i18next'

import type { TroubleCode } from '../../api/problem'
import type { Outgoing } from '../../api/tenant'

/** Why a text, a file or a draft was refused. */
export function unsentWords({ file, draft }: Pick<Outgoing, 'file' | 'draft'>, trouble: TroubleCode, t: TFunction): string {
  const refused = t(file ? 'conversation.refusedFile' : draft ? 'conversation.refusedDraft' : 'conversation.refused')
  return t('conversation.unsent', { reason: trouble === 'validation_failed' ? refused : t(`problem.${trouble}`) })
}
