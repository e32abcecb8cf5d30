// Keys of lists: J and K go down and up, X ticks, Enter opens (it is a link). In the legal-review pages A goes to agreeing
// and R to sending back. Nothing is sent by a key alone, and without this file every step is a link, a box or a button.
(() => {
  const lines = () => [...document.querySelectorAll("[data-queue-row]")];
  const typing = (element) => element.closest("input:not([type=checkbox]), textarea, select, [contenteditable]") !== null;
  const current = () => document.activeElement.closest("[data-queue-row]");
  const link = (line) => line?.querySelector("a[data-open]");

  const step = (by) => {
    const neighbour = document.querySelector(by > 0 ? "a[rel=next]" : "a[rel=prev]");
    if (neighbour) return neighbour.click();
    const found = lines();
    link(found[Math.min(Math.max(found.indexOf(current()) + by, 0), found.length - 1)])?.focus();
  };

  const tick = () => current()?.querySelector("input[type=checkbox]")?.click();

  const goTo = (fragment) => {
    const target = document.getElementById(fragment);
    if (target) {
      target.closest("details")?.setAttribute("open", "");
      return target.focus();
    }
    const line = current() ?? lines()[0];
    if (line?.dataset.queueRow === "review") window.location.assign(`${link(line).href}#${fragment}`);
  };

  const keys = { j: () => step(1), k: () => step(-1), x: tick, a: () => goTo("agree"), r: () => goTo("send-back") };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
    const action = keys[event.key.toLowerCase()];
    if (action) {
      event.preventDefault();
      action();
    }
  });

  document.addEventListener("DOMContentLoaded", () => {
    const wanted = window.location.hash.slice(1);
    if (wanted === "agree" || wanted === "send-back") goTo(wanted);
  });

  const all = document.getElementById("all-lines");
  if (all) {
    all.hidden = false;
    all.addEventListener("change", () => {
      for (const line of document.querySelectorAll("input[name=cases]")) line.checked = all.checked;
    });
  }
})();
