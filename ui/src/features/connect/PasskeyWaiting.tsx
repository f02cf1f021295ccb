import { Smartphone } from 'lucide-react'

import { useFocusWhereLost } from './focus-where-lost'

/** The answer is on its way, or WhatsApp and the phone's owner have the word. */
export function PasskeyWaiting({ title, text }: { title: string; text?: string }) {
  const heading = useFocusWhereLost<HTMLHeadingElement>()
  return (
    <div role="status" className="flex w-full max-w-sm animate-arrive flex-col items-center text-center">
      <span className="mb-5 flex size-16 items-center justify-center rounded-full bg-busy-tint text-busy">
        <Smartphone size={28} className="animate-pulse-soft" aria-hidden />
      </span>
      <h2 ref={heading} tabIndex={-1} className="text-xl font-semibold outline-none">
        {title}
      </h2>
      {text !== undefined && <p className="mt-2 text-lg text-soft">{text}</p>}
    </div>
  )
}
