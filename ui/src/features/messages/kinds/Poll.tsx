import { ChartBarBig, CheckCheck } from 'lucide-react'
import { useTranslation } from 'react-i18next'

import { usePeople } from '../people'
import type { Kind } from './kind'
import { told, Words } from './parts'

export const poll: Kind<'poll'> = {
  figure: () => ChartBarBig,
  line: ({ question }, _, { t }) => told(t('kind.poll'), question),
  View: function PollView({ content: { question, options, choices }, message }) {
    const { t } = useTranslation()
    const people = usePeople()
    const votes = message.marks.votes.filter(({ options }) => options.length > 0)
    return (
      <div className="w-72 max-w-full">
        <p className="font-medium">
          <Words text={question} />
        </p>
        <p className="flex items-center gap-1.5 text-sm text-bubble-soft">
          <ChartBarBig size={14} aria-hidden />
          {t('kind.poll')} · {choices === 1 ? t('message.pickOne') : t('message.pickSome')}
        </p>
        <ul className="mt-2 space-y-2">
          {options.map(({ name, hash }) => {
            const theirs = votes.filter(({ options }) => options.includes(hash))
            return (
              <li key={hash} title={theirs.length > 0 ? people.names(theirs) : undefined}>
                <span className="flex items-baseline gap-2">
                  <span className="min-w-0 grow break-words">
                    {name}
                    {theirs.some(({ fromMe }) => fromMe) && (
                      <CheckCheck size={14} className="ml-1.5 inline text-accent" aria-label={t('message.yourVote')} />
                    )}
                  </span>
                  <span className="text-sm text-bubble-soft tabular-nums">{theirs.length}</span>
                </span>
                <span className="mt-1 block h-1.5 overflow-hidden rounded-full bg-inset">
                  <span
                    className="block h-full rounded-full bg-accent"
                    style={{ width: `${(theirs.length / Math.max(1, votes.length)) * 100}%` }}
                  />
                </span>
              </li>
            )
          })}
        </ul>
        <p className="mt-2 text-sm text-bubble-soft">
          {votes.length === 0 ? t('message.noVotes') : t('message.votes', { count: votes.length })}
        </p>
      </div>
    )
  },
}
