import { classes } from './classes'
import { Labelled } from './Labelled'

interface Props {
  label: string
  hint?: string | undefined
  /** What is wrong with it. */
  error?: string | undefined
  placeholder?: string
  value: string
  onChange: (value: string) => void
  disabled?: boolean
}

/** Several short texts, one in each line. */
export function LinesField({ label, hint, error, value, onChange, ...area }: Props) {
  return (
    <Labelled label={label} hint={hint} error={error}>
      {(joined) => (
        <div
          className={classes(
            'field flex rounded-md border bg-surface has-disabled:bg-sunken',
            error === undefined ? 'border-line-strong' : 'border-bad',
          )}
        >
          <textarea
            {...joined}
            rows={Math.min(8, Math.max(2, value.split('\n').length))}
            spellCheck={false}
            autoCapitalize="off"
            className="w-full min-w-0 resize-y rounded-md bg-transparent px-3 py-2 font-mono text-sm text-ink"
            value={value}
            onChange={(event) => onChange(event.target.value)}
            {...area}
          />
        </div>
      )}
    </Labelled>
  )
}
