/** How the box looks; a sheet of its own, which no page's policy refuses. */
export function sheet(): CSSStyleSheet {
  const made = new CSSStyleSheet()
  made.replaceSync(css)
  return made
}

const css = `
dialog {
  box-sizing: border-box; width: min(30rem, calc(100vw - 2rem)); padding: 1.75rem; border: 1px solid #d5dadc; border-radius: 8px;
  background: #fff; color: #14201f; font: 16px/1.5 system-ui, sans-serif; text-align: left;
}
dialog::backdrop { background: rgb(15 25 25 / 0.85); }
.name { margin: 0 0 0.75rem; color: #4d5a59; font-size: 14px; }
h1 { margin: 0 0 0.5rem; font-size: 20px; line-height: 1.3; font-weight: 600; }
p { margin: 0 0 0.75rem; overflow-wrap: anywhere; }
.buttons { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-top: 1.25rem; }
button {
  min-height: 44px; padding: 0 1.1rem; border: 1px solid #b9c2c1; border-radius: 8px; background: #fff; color: #14201f;
  font: inherit; font-weight: 500; cursor: pointer;
}
button.main { border-color: #0b5f5a; background: #0b5f5a; color: #fff; }
button:focus-visible { outline: 2px solid #0b5f5a; outline-offset: 2px; }
@media (prefers-color-scheme: dark) {
  dialog { border-color: #3a4645; background: #182121; color: #e9efee; }
  .name { color: #a9b5b4; }
  button { border-color: #53605f; background: #182121; color: #e9efee; }
  button.main { border-color: #58b8ae; background: #58b8ae; color: #06201d; }
  button:focus-visible { outline-color: #58b8ae; }
}
`
