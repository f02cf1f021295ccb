import { Globe, Laptop, Wifi } from 'lucide-react'

/** From where an address can be opened, in words. */
export const reaches = {
  this_machine: { icon: Laptop, text: 'link.reachMachine' },
  lan: { icon: Wifi, text: 'link.reachLan' },
  anywhere: { icon: Globe, text: 'link.reachAnywhere' },
} as const
