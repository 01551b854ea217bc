// Runs inside the page that lab-browser.ts opens, before the page's own scripts: passes the events of the labs on to this
// project's command line. A plain script, sent to the browser as it is.
document.addEventListener('subliminal-step', ({ detail, target }) => {
  globalThis.tellLab({ kind: 'step', lab: target.localName, ...detail });
});
document.addEventListener('subliminal-error', ({ detail, target }) => {
  globalThis.tellLab({ kind: 'error', lab: target.localName, ...detail });
});
document.addEventListener('subliminal-complete', ({ detail: { device, result, seconds }, target }) => {
  globalThis.tellLab({ kind: 'complete', lab: target.localName, device, result, seconds, records: target.records });
});
