import type { UseMutationResult } from '@tanstack/react-query'

import { troubleOf } from '../../api/problem'
import type { SessionState } from '../../api/types'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { Notice } from '../../ui/Notice'

interface Props {
  /** Says whether it is the right one. */
  answer: UseMutationResult<SessionState, Error, boolean>
  className?: string
  size?: 'large'
}

/** The two answers to whether the phone that scanned is the right one. */
export function UnexpectedNumber({ answer, className, size }: Props) {
  const { t } = useTranslation()
  const isBusy = (isRight: boolean) => answer.isPending && answer.variables === isRight
  return (
    <div className={className}>
      <Button
        kind="primary"
        {...(size && { size })}
        isBusy={isBusy(true)}
        offBecause={isBusy(false) ? t('number.answering') : undefined}
        onClick={() => answer.mutate(true)}
      >
        {t('number.right')}
      </Button>
      <Button
        {...(size && { size })}
        isBusy={isBusy(false)}
        offBecause={isBusy(true) ? t('number.answering') : undefined}
        onClick={() => answer.mutate(false)}
      >
        {t('number.wrong')}
      </Button>
      {answer.isError && <Notice tone="bad" className="w-full text-left" title={t(`problem.${troubleOf(answer.error).code}`)} />}
    </div>
  )
}
