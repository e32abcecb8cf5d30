// Keys of the legal-review pages: J and K go down and up, A goes to agreeing, R to sending back. Nothing is sent by a key
// alone, and without this file every step is a link or a button.
(() => {
  const rows = () => [...document.querySelectorAll("[data-queue-row] a[data-open]")];
  const typing = (element) => element.closest("input, textarea, select, [contenteditable]") !== null;

  const step = (by) => {
    const neighbour = document.querySelector(by > 0 ? "a[rel=next]" : "a[rel=prev]");
    if (neighbour) return neighbour.click();
    const links = rows();
    const at = links.indexOf(document.activeElement);
    const to = links[Math.min(Math.max(at + by, 0), links.length - 1)];
    to?.focus();
  };

  const goTo = (fragment) => {
    const target = document.getElementById(fragment);
    if (target) {
      target.closest("details")?.setAttribute("open", "");
      return target.focus();
    }
    const links = rows();
    const link = links.includes(document.activeElement) ? document.activeElement : links[0];
    if (link) window.location.assign(`${link.href}#${fragment}`);
  };

  const keys = { j: () => step(1), k: () => step(-1), a: () => goTo("agree"), r: () => goTo("send-back") };

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
})();
