import { ChartBarBig, CheckCheck } from 'lucide-react'
import { useState } from 'react'

import { useTranslation } from '../../../lib/translation'
import { refOf, useActing } from '../acting/acting'
import { usePeople } from '../people'
import type { ViewProps } from './kind'
import { Words } from './parts'

export function PollView({ content: { question, options, choices }, message }: ViewProps<'poll'>) {
  const { t } = useTranslation()
  const people = usePeople()
  const acting = useActing()
  // What somebody has just chosen, until the server has it.
  const [chosen, setChosen] = useState<string[]>()
  const votes = message.marks.votes.filter(({ options }) => options.length > 0)
  const mine = chosen ?? votes.find(({ fromMe }) => fromMe)?.options ?? []
  const vote = async (hash: string) => {
    if (!acting || chosen) return
    const isOn = mine.includes(hash)
    const next = isOn ? mine.filter((other) => other !== hash) : choices === 1 ? [hash] : [...mine, hash]
    const names = options.filter((option) => next.includes(option.hash)).map(({ name }) => name)
    setChosen(next)
    await acting.say({ kind: 'vote', target: refOf(message), options: names })
    setChosen(undefined)
  }
  const isFull = choices > 1 && mine.length >= choices
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
                {acting && (
                  <input
                    type="checkbox"
                    className="size-4 shrink-0 self-center accent-accent"
                    aria-label={t('message.voteFor', { name })}
                    aria-busy={chosen !== undefined}
                    checked={mine.includes(hash)}
                    disabled={isFull && !mine.includes(hash)}
                    onChange={() => void vote(hash)}
                  />
                )}
                <span dir="auto" className="min-w-0 grow break-words">
                  {name}
                  {!acting && theirs.some(({ fromMe }) => fromMe) && (
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
}
