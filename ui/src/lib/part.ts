// Components whose files are fetched when they are needed, or before.
import { type ComponentType, createElement, type ReactNode, useEffect, useState } from 'react'

import { createStore, useStore } from './store'

/** What stands in a component's place until its file is there. */
interface Waiting {
  waiting?: ReactNode
}

interface Part<Props> {
  (props: Props & Waiting): ReactNode
  /** Fetches the file, so that the component is drawn at once where it is needed. */
  load: () => Promise<void>
}

/**
 * A component whose file is fetched when it is drawn first. Not React's `lazy`: that waits also for what is there already,
 * and what stands in its place then stays for 300 ms.
 */
export function part<Props extends object>(fetchPart: () => Promise<ComponentType<Props>>): Part<Props> {
  const here = createStore<ComponentType<Props> | undefined>(undefined)
  const load = async () => {
    if (!here.get()) here.set(await fetchPart())
  }
  function Drawn({ waiting, ...props }: Props & Waiting): ReactNode {
    const Here = useStore(here)
    const [failure, setFailure] = useState<{ error: unknown }>()
    useEffect(() => {
      load().catch((error: unknown) => setFailure({ error }))
    }, [])
    // The boundary around says so.
    if (failure && !Here) throw failure.error
    return Here ? createElement(Here, props as unknown as Props) : waiting
  }
  return Object.assign(Drawn, { load })
}
