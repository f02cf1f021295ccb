import { useMutation } from '@tanstack/react-query'
import { type SubmitEvent, useEffect, useRef, useState } from 'react'

import { troubleOf } from '../../api/problem'
import { tenantActions } from '../../api/tenant'
import type { PairCode } from '../../api/types'
import { duration } from '../../lib/dates'
import { useNow } from '../../lib/now'
import { dialledDigits, formatPhone, isPhone, takeWholePhone } from '../../lib/phone'
import { useTranslation } from '../../lib/translation'
import { Button } from '../../ui/Button'
import { CopyButton } from '../../ui/CopyButton'
import { Field } from '../../ui/Field'
import { Notice } from '../../ui/Notice'
import { keptCode } from './kept-code'

/** A number in, eight characters out, to type on the phone. */
export function CodePane({ tenantId, firstPhone }: { tenantId: string; firstPhone: string }) {
  const { t } = useTranslation()
  const [phone, setPhone] = useState(firstPhone)
  const [isWrong, setWrong] = useState(false)
  const [kept, setKept] = useState(() => keptCode.get(tenantId, Date.now()))
  // The field takes the focus when somebody has come back to it.
  const [isBack, setBack] = useState(false)
  const ask = useMutation({
    mutationFn: (digits: string) => tenantActions.pairCode(tenantId, digits),
    onSuccess: (code, digits) => {
      const next = { ...code, phone: digits }
      keptCode.set(tenantId, next)
      setKept(next)
    },
  })

  const submit = (event: SubmitEvent) => {
    event.preventDefault()
    if (ask.isPending) return
    const isRight = isPhone(phone)
    setWrong(!isRight)
    if (isRight) ask.mutate(dialledDigits(phone))
  }

  if (kept) {
    return (
      <ShownCode
        code={kept}
        phone={kept.phone}
        onAgain={() => ask.mutate(kept.phone)}
        onOther={() => {
          ask.reset()
          keptCode.set(tenantId, undefined)
          setKept(undefined)
          setBack(true)
        }}
        isBusy={ask.isPending}
      />
    )
  }
  const trouble = ask.isError ? troubleOf(ask.error) : undefined
  const isFieldWrong = isWrong || trouble?.field('phone') !== undefined
  return (
    <form onSubmit={submit} className="w-full max-w-80 space-y-4" noValidate>
      <Field
        label={t('connect.phoneLabel')}
        isLarge
        autoFocus={isBack}
        type="tel"
        inputMode="tel"
        autoComplete="tel"
        value={phone}
        onChange={(event) => {
          setPhone(event.target.value)
          setWrong(false)
        }}
        onPaste={takeWholePhone(setPhone)}
        error={isFieldWrong ? t('field.phoneInvalid') : undefined}
      />
      <Button type="submit" kind="primary" size="large" isBusy={ask.isPending} className="w-full">
        {ask.isPending ? t('connect.gettingCode') : t('connect.getCode')}
      </Button>
      {trouble && !isFieldWrong && <Notice tone="bad" title={t(`problem.${trouble.code}`)} />}
    </form>
  )
}

interface ShownCodeProps {
  code: PairCode
  phone: string
  isBusy: boolean
  onAgain: () => void
  onOther: () => void
}

function ShownCode({ code, phone, isBusy, onAgain, onOther }: ShownCodeProps) {
  const { t, i18n } = useTranslation()
  const leftMs = code.expiresAtMs - useNow()
  const isOver = leftMs <= 0
  const main = useRef<HTMLDivElement>(null)
  // What had the focus made way for the code, or the code for another button.
  useEffect(() => main.current?.querySelector('button')?.focus(), [isOver])
  return (
    <div ref={main} className="w-full max-w-80 text-center">
      <p className="text-soft">
        {t('connect.codeLabel')} {t('connect.codeFor', { phone: formatPhone(phone) })}
      </p>
      <output
        data-code={code.code}
        aria-label={[...code.code].join(' ')}
        className="my-3 flex justify-center gap-1 font-mono text-2xl font-semibold tabular-nums"
      >
        {[...code.code].map((letter, index) => (
          <span
            key={index}
            className={`flex h-12 w-8 items-center justify-center rounded-md bg-sunken ${index === 4 ? 'ml-3' : ''} ${leftMs > 0 ? '' : 'opacity-40'}`}
          >
            {letter}
          </span>
        ))}
      </output>
      <p className="mb-4 text-sm text-soft tabular-nums" role={leftMs > 0 ? undefined : 'status'}>
        {leftMs > 0 ? t('connect.codeUntil', { time: duration(leftMs, i18n.language) }) : t('connect.codeExpired')}
      </p>
      {leftMs > 0 ? (
        <CopyButton value={code.code} label={t('connect.copyCode')} kind="primary" size="large" className="w-full" />
      ) : (
        <Button kind="primary" size="large" className="w-full" isBusy={isBusy} onClick={onAgain}>
          {t('action.new_code')}
        </Button>
      )}
      <Button kind="quiet" className="mt-2" onClick={onOther}>
        {t('connect.otherNumber')}
      </Button>
    </div>
  )
}
