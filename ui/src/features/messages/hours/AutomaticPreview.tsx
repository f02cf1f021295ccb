import { clockTime } from '../../../lib/dates'
import { minuteMs, useNow } from '../../../lib/now'
import { useTranslation } from '../../../lib/translation'
import { Shape } from '../Bubble'
import { replyWords } from '../composing/reply-words'
import { Words } from '../kinds/parts'

/** What somebody sees who is sent it: an invented person stands for whoever writes. */
export function AutomaticPreview({ text }: { text: string }) {
  const { t, i18n } = useTranslation()
  const now = useNow(minuteMs)
  const somebody = { name: 'Maria', pn: '5511900000000@s.whatsapp.net', kind: 'direct' } as const
  return (
    <figure>
      <figcaption className="mb-1.5 text-sm font-medium">{t('automatic.preview')}</figcaption>
      <div className="rounded-lg bg-chat py-2">
        <Shape
          isMine
          startsRun
          foot={
            <>
              <span>{t('automatic.sent')}</span>
              <span>{clockTime(now, i18n.language)}</span>
            </>
          }
        >
          <Words text={replyWords(text.trim(), somebody, now, i18n.language)} />
        </Shape>
      </div>
    </figure>
  )
}
