/** Leads to the first field of a form that is wrong, once it is marked: it may lie out of sight. */
export function focusFirstWrong(form: HTMLFormElement): void {
  requestAnimationFrame(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus())
}
