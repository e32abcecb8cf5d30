// One key a suggestion: 1 to 9 tick or untick it, 0 ticks all. Without this file the boxes are ticked by the space bar.
document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("textarea, select, input:not([type=checkbox])");
  if (typing || event.ctrlKey || event.metaKey || event.altKey || !/^[0-9]$/.test(event.key)) return;
  const boxes = [...document.querySelectorAll("#f-accept input[type=checkbox]")];
  if (event.key === "0") {
    boxes.forEach((box) => { box.checked = true; });
  } else if (boxes[event.key - 1]) {
    boxes[event.key - 1].checked = !boxes[event.key - 1].checked;
    boxes[event.key - 1].focus();
  }
});
