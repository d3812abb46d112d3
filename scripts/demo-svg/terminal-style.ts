/** The look of the window: light, and dark where the reader's system is. Every colour reads at 4.5 to 1. */
export const TERMINAL_STYLE: string = `
svg{--back:#fbfbfa;--line:#d4d4d0;--text:#24292f;--dim:#656b73;--red:#b42318;--green:#1a7336;--yellow:#8a5a00;--cyan:#0b6a80}
@media(prefers-color-scheme:dark){svg{--back:#15181d;--line:#343a43;--text:#e3e7ec;--dim:#969ea9;--red:#ff8a80;--green:#6fd58b;--yellow:#e7bd5b;--cyan:#62d0e6}}
.window{fill:var(--back);stroke:var(--line)}
.close{fill:#ee6a5f}.shrink{fill:#f5bd4f}.grow{fill:#61c454}
text{fill:var(--text);font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,"DejaVu Sans Mono","Liberation Mono",monospace;white-space:pre}
.name{fill:var(--dim);font-size:12.5px;text-anchor:middle}
.bold{font-weight:700}.dim{fill:var(--dim)}
.red{fill:var(--red)}.green{fill:var(--green)}.yellow{fill:var(--yellow)}.cyan{fill:var(--cyan)}
.chip{fill-opacity:.14}.cursor{fill:var(--dim)}
`;
