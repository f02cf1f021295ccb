import { singleKeys, switchSingleKeys } from '../../../lib/single-keys'
import { useStore } from '../../../lib/store'
import { useTranslation } from '../../../lib/translation'
import { Button } from '../../../ui/Button'
import { Dialog } from '../../../ui/Dialog'

const isMac = () => /Mac|iPhone|iPad/.test(navigator.userAgent)

/** Each key with what it does; keys of one row stand for the same or for two directions. */
const groups = [
  {
    of: 'chats',
    rows: [
      { keys: [['mod', 'K']], does: 'search' },
      { keys: [['↑'], ['↓']], does: 'walk' },
      { keys: [['Enter']], does: 'open' },
      {
        keys: [
          ['alt', '↑'],
          ['alt', '↓'],
        ],
        does: 'unread',
      },
    ],
  },
  {
    of: 'single',
    rows: [
      { keys: [['J'], ['K']], does: 'waiting' },
      { keys: [['E']], does: 'done' },
      { keys: [['R']], does: 'reply' },
      { keys: [['?']], does: 'help' },
    ],
  },
  {
    of: 'writing',
    rows: [
      { keys: [['Enter']], does: 'send' },
      { keys: [['shift', 'Enter']], does: 'newLine' },
      { keys: [['↑']], does: 'edit' },
      { keys: [[':']], does: 'emoji' },
      { keys: [['/']], does: 'quickReply' },
      { keys: [['@']], does: 'mention' },
      { keys: [['Esc']], does: 'leave' },
    ],
  },
] as const

/** Every key of the panel, and the switch for those that are pressed alone. */
export function KeysDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation()
  const isOn = useStore(singleKeys)
  return (
    <Dialog title={t('keys.title')} onClose={onClose}>
      <div className="space-y-5">
        {groups.map(({ of, rows }) => (
          <section key={of}>
            <h3 className="mb-1.5 text-sm font-semibold text-accent">{t(`keysGroup.${of}`)}</h3>
            <dl className="divide-y divide-line">
              {rows.map(({ keys, does }) => (
                <div key={does} className="flex min-h-9 flex-row-reverse items-center justify-between gap-4 py-1">
                  <dt className="flex shrink-0 gap-1.5">
                    {keys.map((chord) => (
                      <Chord key={chord.join()} chord={chord} />
                    ))}
                  </dt>
                  <dd className="min-w-0">{t(`keysDo.${does}`)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
        <div className="flex flex-wrap items-center justify-between gap-3 border-t border-line pt-4">
          <p className="min-w-0 grow basis-48 text-sm text-soft">{t(isOn ? 'keys.areOn' : 'keys.areOff')}</p>
          <Button size="small" onClick={() => switchSingleKeys(!isOn)}>
            {t(isOn ? 'keys.turnOff' : 'keys.turnOn')}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}

function Chord({ chord }: { chord: readonly string[] }) {
  const { t } = useTranslation()
  const names: Record<string, string> = isMac() ? { mod: '⌘', alt: '⌥', shift: '⇧' } : { mod: 'Ctrl', alt: 'Alt', shift: t('keys.shift') }
  return (
    <span className="flex items-center gap-0.5">
      {chord.map((key) => (
        <kbd
          key={key}
          className="flex h-6 min-w-6 items-center justify-center rounded-sm border border-line-strong bg-surface px-1.5 font-sans text-xs font-medium"
        >
          {names[key] ?? key}
        </kbd>
      ))}
    </span>
  )
}
