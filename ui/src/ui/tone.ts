/** What a colour says. A word always stands beside it. */
export type Tone = 'ok' | 'busy' | 'warn' | 'bad' | 'rest'

export const toneText: Record<Tone, string> = {
  ok: 'text-ok',
  busy: 'text-busy',
  warn: 'text-warn',
  bad: 'text-bad',
  rest: 'text-rest',
}

export const toneTint: Record<Tone, string> = {
  ok: 'bg-ok-tint',
  busy: 'bg-busy-tint',
  warn: 'bg-warn-tint',
  bad: 'bg-bad-tint',
  rest: 'bg-rest-tint',
}

export const toneDot: Record<Tone, string> = {
  ok: 'bg-ok',
  busy: 'bg-busy',
  warn: 'bg-warn',
  bad: 'bg-bad',
  rest: 'bg-rest',
}
