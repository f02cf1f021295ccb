/** Leads to the first thing of a form that is wrong, once it is marked: it may lie out of sight. */
export function focusFirstWrong(form: HTMLFormElement): void {
  requestAnimationFrame(() => {
    const wrong = form.querySelector<HTMLElement>('[aria-invalid="true"], [role="alert"]')
    wrong?.focus()
    wrong?.scrollIntoView({ block: 'center' })
  })
}
