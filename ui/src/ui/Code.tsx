import { useTranslation } from '../lib/translation'
import { classes } from './classes'
import { CopyButton } from './CopyButton'

interface Props {
  /** What it is. */
  label: string
  text: string
}

/** What somebody copies into another program: a command, a file. */
export function Code({ label, text }: Props) {
  const { t } = useTranslation()
  const isOneLine = !text.includes('\n')
  return (
    <figure>
      <figcaption className="mb-1 text-sm font-medium">{label}</figcaption>
      <div className="flex items-start gap-1 rounded-md bg-sunken py-1 pr-1 pl-3">
        <pre
          tabIndex={0}
          className={classes(
            'max-h-72 min-w-0 grow overflow-auto py-1.5 font-mono text-xs',
            isOneLine ? 'whitespace-pre-wrap' : 'whitespace-pre',
          )}
        >
          {text}
        </pre>
        <CopyButton value={text} label={t('common.copyWhat', { what: label })} look="icon" size="small" />
      </div>
    </figure>
  )
}
