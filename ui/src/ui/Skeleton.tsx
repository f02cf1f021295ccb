import { classes } from './classes'

/** Stands in the final shape of what is on its way. */
export function Skeleton({ className }: { className?: string }) {
  return <div aria-hidden className={classes('animate-pulse-soft rounded-sm bg-sunken', className)} />
}
