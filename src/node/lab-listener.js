// Runs inside the page that lab-browser.ts opens, before the page's own scripts: passes the events of the lab on to this
// project's command line. A plain script, sent to the browser as it is.
document.addEventListener('sl-step', ({ detail }) => globalThis.tellLab({ kind: 'step', ...detail }));
document.addEventListener('sl-error', ({ detail }) => globalThis.tellLab({ kind: 'error', ...detail }));
document.addEventListener('sl-complete', ({ detail: { device, result, seconds }, target }) => {
  globalThis.tellLab({ kind: 'complete', device, result, seconds, records: target.records });
});
