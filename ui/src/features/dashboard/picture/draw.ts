// The figures of a period as a picture to be sent on. It is drawn here and not taken of the page: so it looks the same from
// every screen and in both themes.
import { type Bar, levelOf } from '../figures'

/** Three by four, as phones show a picture whole. */
export const widthPx = 1080
export const heightPx = 1440

/** What stands in it. */
export interface Shown {
  shop: string
  period: string
  figures: readonly { label: string; value: string; against: string | undefined }[]
  chart: { title: string; received: string; sent: string; bars: readonly Bar[]; nameOf: (bar: Bar) => string }
  /** Nothing where it is about one day. */
  week: { title: string; days: readonly string[]; nameOf: (hour: number) => string; cells: readonly (readonly number[])[] } | undefined
  /** Whose product it was made with. */
  foot: string
  /** How a figure was counted, where that is not as everybody takes it. */
  note: string | undefined
}

export interface Colours {
  paper: string
  card: string
  line: string
  ink: string
  soft: string
  accent: string
  accentTint: string
  sunken: string
}

const side = 64
const inner = widthPx - 2 * side
const family = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"

type Pen = CanvasRenderingContext2D

export function draw(pen: Pen, shown: Shown, colours: Colours): void {
  pen.fillStyle = colours.paper
  pen.fillRect(0, 0, widthPx, heightPx)
  pen.textBaseline = 'alphabetic'
  write(pen, shown.shop, side, 116, { px: 52, weight: 650, colour: colours.ink })
  write(pen, shown.period, side, 166, { px: 30, colour: colours.soft })
  figures(pen, shown.figures, colours)
  const chartPx = shown.week ? 190 : 530
  const belowChart = chart(pen, shown.chart, 776, chartPx, colours)
  if (shown.week) week(pen, shown.week, belowChart + 62, colours)
  const footPx = shown.note === undefined ? inner : inner / 3
  write(pen, shown.foot, side, heightPx - 40, { px: 24, colour: colours.soft, mostPx: footPx - 20 })
  if (shown.note === undefined) return
  write(pen, shown.note, widthPx - side, heightPx - 40, { px: 24, colour: colours.soft, align: 'right', mostPx: inner - footPx })
}

interface Writing {
  px: number
  weight?: number
  colour: string
  mostPx?: number
  align?: CanvasTextAlign
}

/** Writes in one line; what has no room ends with an ellipsis. */
function write(pen: Pen, text: string, x: number, y: number, { px, weight = 400, colour, mostPx = inner, align = 'left' }: Writing): void {
  pen.font = `${weight} ${px}px ${family}`
  pen.fillStyle = colour
  pen.textAlign = align
  pen.fillText(
    fitting(text, mostPx, (words) => pen.measureText(words).width),
    x,
    y,
  )
}

const lettersOf = new Intl.Segmenter()

/** As much of a text as has room, by letters as they are seen and not by halves of them. */
export function fitting(text: string, mostPx: number, widthOf: (text: string) => number): string {
  if (widthOf(text) <= mostPx) return text
  const letters = [...lettersOf.segment(text)].map(({ segment }) => segment)
  while (letters.length > 0 && widthOf(`${letters.join('')}…`) > mostPx) letters.pop()
  return `${letters.join('').trimEnd()}…`
}

function card(pen: Pen, x: number, y: number, width: number, height: number, { card, line }: Colours): void {
  pen.beginPath()
  pen.roundRect(x, y, width, height, 20)
  pen.fillStyle = card
  pen.fill()
  pen.lineWidth = 2
  pen.strokeStyle = line
  pen.stroke()
}

function figures(pen: Pen, all: Shown['figures'], colours: Colours): void {
  const gap = 20
  const width = (inner - gap) / 2
  const height = 156
  for (const [index, { label, value, against }] of all.entries()) {
    const x = side + (index % 2) * (width + gap)
    const y = 206 + Math.floor(index / 2) * (height + gap)
    const mostPx = width - 56
    card(pen, x, y, width, height, colours)
    write(pen, label, x + 28, y + 44, { px: 26, colour: colours.soft, mostPx })
    write(pen, value, x + 28, y + 98, { px: 46, weight: 650, colour: colours.ink, mostPx })
    if (against !== undefined) write(pen, against, x + 28, y + 134, { px: 24, colour: colours.soft, mostPx })
  }
}

/** Returns where it ends. */
function chart(pen: Pen, { title, received, sent, bars, nameOf }: Shown['chart'], y: number, roomPx: number, colours: Colours): number {
  write(pen, title, side, y, { px: 30, weight: 600, colour: colours.ink, mostPx: inner - 460 })
  let x = widthPx - side
  for (const [words, isSent] of [
    [sent, true],
    [received, false],
  ] as const) {
    write(pen, words, x, y, { px: 24, colour: colours.soft, align: 'right', mostPx: 190 })
    x -= Math.min(190, pen.measureText(words).width) + 34
    swatch(pen, x, y - 20, 22, 22, isSent, colours)
    x -= 28
  }
  const top = y + 28
  const bottom = top + roomPx
  const most = Math.max(1, ...bars.flatMap((bar) => [bar.received, bar.sent]))
  const step = inner / bars.length
  const barPx = Math.min(44, Math.max(2, step / 2 - 3))
  for (const [index, bar] of bars.entries()) {
    const middle = side + (index + 0.5) * step
    for (const [count, left, isSent] of [
      [bar.received, middle - barPx - 1, false],
      [bar.sent, middle + 1, true],
    ] as const) {
      if (count === 0) continue
      // One message among thousands is still seen.
      const height = Math.max(3, (count / most) * roomPx)
      swatch(pen, left, bottom - height, barPx, height, isSent, colours)
    }
  }
  pen.fillStyle = colours.line
  pen.fillRect(side, bottom, inner, 2)
  const every = Math.max(1, Math.ceil(bars.length / 7))
  for (const [index, bar] of bars.entries()) {
    if (index % every !== 0) continue
    write(pen, nameOf(bar), side + (index + 0.5) * step, bottom + 34, {
      px: 22,
      colour: colours.soft,
      align: 'center',
      mostPx: step * every,
    })
  }
  return bottom + 34
}

function swatch(pen: Pen, x: number, y: number, width: number, height: number, isSent: boolean, { accent, accentTint }: Colours): void {
  pen.beginPath()
  pen.roundRect(x, y, width, height, [4, 4, 0, 0])
  pen.fillStyle = isSent ? accentTint : accent
  pen.fill()
  if (!isSent) return
  pen.lineWidth = 2
  pen.strokeStyle = accent
  pen.stroke()
}

function week(
  pen: Pen,
  { title, days, nameOf, cells }: NonNullable<Shown['week']>,
  y: number,
  { ink, soft, accent, sunken }: Colours,
): void {
  write(pen, title, side, y, { px: 30, weight: 600, colour: ink })
  const most = Math.max(0, ...cells.flat())
  const left = side + 84
  const step = (inner - 84) / 24
  const rowPx = 27
  for (const [row, hours] of cells.entries()) {
    const top = y + 26 + row * (rowPx + 4)
    write(pen, days[row] ?? '', side, top + 21, { px: 22, colour: soft, mostPx: 76 })
    for (const [hour, count] of hours.entries()) {
      pen.beginPath()
      pen.roundRect(left + hour * step, top, step - 4, rowPx, 5)
      pen.fillStyle = sunken
      pen.fill()
      pen.globalAlpha = levelOf(count, most) / 4
      pen.fillStyle = accent
      pen.fill()
      pen.globalAlpha = 1
    }
  }
  const below = y + 26 + cells.length * (rowPx + 4) + 22
  for (const hour of [0, 6, 12, 18]) write(pen, nameOf(hour), left + hour * step, below, { px: 22, colour: soft })
}
