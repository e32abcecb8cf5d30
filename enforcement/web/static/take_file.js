// Reads a chosen text file into the text field beside it; without scripts the text is pasted.
"use strict";

for (const offer of document.querySelectorAll("[data-take-file]")) {
  const field = document.getElementById(offer.dataset.takeFile);
  offer.hidden = false;
  offer.querySelector("input[type=file]").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const bytes = await file.arrayBuffer();
    try {
      field.value = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    } catch {
      field.value = new TextDecoder("gb18030").decode(bytes); // as spreadsheets on Chinese systems save it
    }
  });
}
