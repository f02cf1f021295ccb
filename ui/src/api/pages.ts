import type { InfiniteData } from '@tanstack/react-query'

/** An answer in pages, as the query cache holds it. */
export type Pages<Page> = InfiniteData<Page, string | null>

export function mapItems<Page extends { items: unknown[] }>(
  pages: Pages<Page>,
  change: (item: Page['items'][number]) => Page['items'][number],
): Pages<Page> {
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.map(change) })) }
}

/** Without the items that `isGone` names. */
export function dropItems<Page extends { items: unknown[] }>(
  pages: Pages<Page>,
  isGone: (item: Page['items'][number]) => boolean,
): Pages<Page> {
  return { ...pages, pages: pages.pages.map((page) => ({ ...page, items: page.items.filter((item) => !isGone(item)) })) }
}

/**
 * Puts an item in the place of the one that it is the same as, or where its order belongs: pages run from the greatest
 * to the least. What would stand below all that is known stays out while more is to come.
 */
export function putItem<Item, Page extends { items: Item[]; nextCursor: string | null }>(
  pages: Pages<Page>,
  item: Item,
  isSame: (other: Item) => boolean,
  order: (item: Item) => number,
): Pages<Page> {
  const known = pages.pages.flatMap(({ items }) => items).find(isSame)
  if (known && order(known) === order(item)) return mapItems(pages, (other) => (isSame(other) ? item : other))
  const others = dropItems(pages, (other) => isSame(other))
  const at = others.pages.findIndex(({ items, nextCursor }) => {
    const least = items.at(-1)
    return nextCursor === null || (least !== undefined && order(least) <= order(item))
  })
  const put = (page: Page): Page => {
    const below = page.items.findIndex((other) => order(other) <= order(item))
    const split = below < 0 ? page.items.length : below
    return { ...page, items: [...page.items.slice(0, split), item, ...page.items.slice(split)] }
  }
  return { ...others, pages: others.pages.map((page, index) => (index === at ? put(page) : page)) }
}
