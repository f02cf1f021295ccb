import type { Address, MemberOutcome } from '../../../api/types'
import { useTranslation } from '../../../lib/translation'

interface Props {
  outcomes: readonly MemberOutcome[]
  name: (who: Address) => string
}

type Refused = MemberOutcome & { result: Exclude<MemberOutcome['result'], 'done'> }

export const refusedOf = (outcomes: readonly MemberOutcome[]): Refused[] => outcomes.filter((one): one is Refused => one.result !== 'done')

/** With whom it did not go as it should, and why. */
export function Outcomes({ outcomes, name }: Props) {
  const { t } = useTranslation()
  const refused = refusedOf(outcomes)
  if (refused.length === 0) return null
  return (
    <div role="alert" className="rounded-md bg-warn-tint px-3 py-2.5">
      <p className="font-medium text-warn">{t('group.notAll')}</p>
      <ul className="mt-1 space-y-1 text-sm">
        {refused.map(({ who, result }) => (
          <li key={who.lid ?? who.pn}>
            <bdi className="font-medium">{name(who)}</bdi>: {t(`group.result.${result}`)}
          </li>
        ))}
      </ul>
    </div>
  )
}
