import { CopyButton } from './CopyButton'

interface Props {
  value: string
  /** What the button copies. */
  copyLabel: string
  /** That it is not shown again. */
  text: string
}

/** A secret in full, this once. */
export function ShownOnce({ value, copyLabel, text }: Props) {
  return (
    <div>
      <div className="flex items-start gap-1 rounded-md bg-sunken py-1 pr-1 pl-3">
        <output data-shown-once className="grow py-1.5 font-mono text-sm break-all select-all">
          {value}
        </output>
        <CopyButton value={value} label={copyLabel} look="icon" size="small" isFirstFocus />
      </div>
      <p className="mt-2 text-sm text-warn">{text}</p>
    </div>
  )
}
