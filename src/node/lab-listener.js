// Runs inside the page that lab-browser.ts opens, before the page's own scripts: passes the events of the labs on to this
// project's command line. A plain script, sent to the browser as it is.
document.addEventListener('subliminal-step', (event) => {
  if (!(event instanceof CustomEvent && event.target instanceof HTMLElement)) return;
  window.tellLab({ kind: 'step', lab: event.target.localName, ...event.detail });
});
document.addEventListener('subliminal-error', (event) => {
  if (!(event instanceof CustomEvent && event.target instanceof HTMLElement)) return;
  window.tellLab({ kind: 'error', lab: event.target.localName, ...event.detail });
});
document.addEventListener('subliminal-complete', (event) => {
  if (!(event instanceof CustomEvent && event.target instanceof HTMLElement)) return;
  const { device, result, seconds } = event.detail;
  const records = Reflect.get(event.target, 'records');
  window.tellLab({ kind: 'complete', lab: event.target.localName, device, result, seconds, records });
});
