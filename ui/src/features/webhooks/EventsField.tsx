import { useTranslation } from '../../lib/translation'
import { Options } from '../../ui/Options'
import { eventGroups, type EventGroup, eventWords, groupNames, partOf, withEvent, withGroup } from './event-groups'

interface Props {
  /** Everything, or what is chosen. */
  isAll: boolean
  names: readonly string[]
  error: string | undefined
  onAll: (isAll: boolean) => void
  onNames: (names: readonly string[]) => void
}

/** What a webhook is told of: everything, or events of groups that say what they are about. */
export function EventsField({ isAll, names, error, onAll, onNames }: Props) {
  const { t } = useTranslation()
  return (
    <div>
      <Options
        label={t('webhookForm.events')}
        options={[
          { value: 'all', label: t('webhookForm.all'), text: t('webhookForm.allText') },
          { value: 'some', label: t('webhookForm.some') },
        ]}
        value={isAll ? 'all' : 'some'}
        onChange={(value) => onAll(value === 'all')}
      />
      {!isAll && (
        <div className="mt-3 grid gap-x-6 gap-y-4 rounded-md border border-line p-4 sm:grid-cols-2">
          {groupNames.map((group) => (
            <Group key={group} group={group} names={names} onNames={onNames} />
          ))}
        </div>
      )}
      {error !== undefined && (
        <p role="alert" className="mt-1.5 text-sm text-bad">
          {error}
        </p>
      )}
    </div>
  )
}

const boxClass = 'mt-0.5 size-4 shrink-0 accent-accent'

function Group({ group, names, onNames }: { group: EventGroup } & Pick<Props, 'names' | 'onNames'>) {
  const { t } = useTranslation()
  const part = partOf(names, group)
  return (
    <fieldset>
      <legend className="sr-only">{t(`webhookGroup.${group}`)}</legend>
      <label className="flex cursor-pointer items-start gap-3 py-1 font-medium pointer-coarse:py-2.5">
        <input
          type="checkbox"
          className={boxClass}
          checked={part === 'all'}
          ref={(box) => {
            if (box) box.indeterminate = part === 'some'
          }}
          onChange={() => onNames(withGroup(names, group, part !== 'all'))}
        />
        {t(`webhookGroup.${group}`)}
      </label>
      {eventGroups[group].map((name) => (
        <label key={name} className="flex cursor-pointer items-start gap-3 py-1 pl-7 pointer-coarse:py-2">
          <input
            type="checkbox"
            className={boxClass}
            checked={names.includes(name)}
            onChange={(event) => onNames(withEvent(names, name, event.target.checked))}
          />
          <span className="min-w-0">
            {t(`webhookEvent.${eventWords[name]}`)}
            <span className="block font-mono text-xs text-soft">{name}</span>
          </span>
        </label>
      ))}
    </fieldset>
  )
}
