/**
 * The style sheet of the card element's shadow root. A page sets the custom properties named in it, or styles the parts.
 *
 * Light and dark follow the page's own `color-scheme`, not the system: the labels stand on the page's background, and a
 * light page under a dark system would get white text on white. Browsers without `light-dark()` take the page's colours.
 *
 * Places for announcements take no room while they are empty, and are never `display: none`: they would not be announced.
 */
export const CARD_STYLES = `
:host{display:block}
:host([hidden]),[hidden]{display:none!important}
.card{
--text:var(--oceanpayment-color,light-dark(#16181d,#f4f5f7));
--quiet:var(--oceanpayment-placeholder-color,light-dark(#666d7a,#a0a8b6));
--surface:var(--oceanpayment-background,light-dark(#fff,#1b1f27));
--line:var(--oceanpayment-border-color,light-dark(#7e8694,#7c8596));
--focus:var(--oceanpayment-focus-color,light-dark(#1d5fd6,#8ab4ff));
--wrong:var(--oceanpayment-error-color,light-dark(#b3261e,#ffa198));
--space:var(--oceanpayment-spacing,.75em);
display:flex;flex-wrap:wrap;gap:var(--oceanpayment-gap,1em var(--space));
font-family:var(--oceanpayment-font-family,inherit);font-size:var(--oceanpayment-font-size,1rem);line-height:1.4
}
.card>*{flex:1 1 100%;min-inline-size:0}
.card>.expiry,.card>.code{flex-basis:9em}
.field{display:grid;grid-template-columns:minmax(0,1fr);align-content:start}
label{margin-block-end:.375em;font-size:.875em;font-weight:var(--oceanpayment-label-weight,500);color:var(--oceanpayment-label-color,inherit)}
input{
grid-area:2/1;box-sizing:border-box;inline-size:100%;min-inline-size:0;min-block-size:3em;margin:0;padding:.5em var(--space);
appearance:none;border:1px solid var(--line);border-radius:var(--oceanpayment-radius,.5em);
background:var(--surface);color:var(--text);
font:inherit;font-size:max(16px,1em);font-variant-numeric:tabular-nums;
transition:border-color .15s,box-shadow .15s
}
.number input,.expiry input,.code input{direction:ltr}
.number input{padding-right:calc(var(--space)*2 + 2.375em)}
.card:dir(rtl) input{text-align:right}
.number:dir(rtl) input{padding-right:var(--space);padding-left:calc(var(--space)*2 + 2.375em)}
.mark{
grid-area:2/1;place-self:center end;z-index:1;inline-size:2.375em;block-size:1.5em;margin-inline-end:var(--space);
color:var(--quiet);pointer-events:none
}
input::placeholder{color:var(--quiet);opacity:1}
input:focus-visible{outline:2px solid var(--focus);outline-offset:1px;border-color:var(--focus)}
input[aria-invalid=true]{border-color:var(--wrong);box-shadow:inset 0 0 0 1px var(--wrong)}
input:disabled{opacity:.55;cursor:not-allowed}
.error{font-size:.875em;color:var(--wrong);overflow-wrap:anywhere}
:lang(ko){word-break:keep-all}
.error:not(:empty){margin-block-start:.375em}
.message{margin:0}
.message:empty{position:absolute}
@media (hover:hover){input:hover:not(:disabled,:focus-visible,[aria-invalid=true]){border-color:var(--text)}}
@media (prefers-reduced-motion:reduce){input{transition:none}}
@media (forced-colors:active){.mark{color:FieldText}input[aria-invalid=true]{border:3px double}input:disabled{opacity:1}}
`;
