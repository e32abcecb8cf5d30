/* The button shows only where it works: without scripts the browser's own command prints the same sheet. */
"use strict";
for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
