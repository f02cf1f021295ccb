/** A keyboard takes at least so much of the screen. */
const keyboardPx = 120

/**
 * Keeps `--seen-height` at what a phone's keyboard leaves of the window, where the browser lays the keyboard over the
 * page instead of making the page smaller. Without a keyboard it is not set.
 */
export function followSeenHeight(): () => void {
  const seen = window.visualViewport
  if (!seen) return () => undefined
  const root = document.documentElement
  const note = () => {
    // Whoever zooms in sees less without any keyboard.
    const isCovered = seen.scale < 1.05 && window.innerHeight - seen.height > keyboardPx
    if (isCovered) root.style.setProperty('--seen-height', `${seen.height}px`)
    else root.style.removeProperty('--seen-height')
    // Safari moves the page up to show the field, which stands in sight already.
    if (isCovered && seen.offsetTop > 0) scrollTo(0, 0)
  }
  seen.addEventListener('resize', note)
  note()
  return () => {
    seen.removeEventListener('resize', note)
    root.style.removeProperty('--seen-height')
  }
}
