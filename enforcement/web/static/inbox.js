// Choosing every recording of the page at once; without scripts each is ticked by hand.
document.querySelectorAll("[data-choose-all]").forEach((button) => {
  const boxes = () => [...document.querySelectorAll(`input[type=checkbox][name="${button.dataset.chooseAll}"]`)];
  const label = () => {
    button.textContent = boxes().every((box) => box.checked) ? "全部取消选择" : "选中本页全部";
  };
  button.hidden = false;
  button.addEventListener("click", () => {
    const all = boxes().every((box) => box.checked);
    boxes().forEach((box) => { box.checked = !all; });
    label();
  });
  document.addEventListener("change", label);
  label();
});
