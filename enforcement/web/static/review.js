// The legal-review pages. Without this file every field and button works by hand; nothing is sent from here.
(() => {
  const AGREED = "经逐项审核，各项均符合规定，同意。";

  const points = [...document.querySelectorAll("fieldset[id^=f-points-]")];
  let current = null;
  for (const point of points) point.addEventListener("focusin", () => (current = point));

  const rest = document.getElementById("rest-ok");
  const restAgree = document.getElementById("rest-agree");
  const opinion = document.getElementById("f-opinion");
  const chosen = (point) => point.querySelector("input[type=radio]:checked");

  // Marks what is still open; says whether no point found a problem.
  const fill = () => {
    for (const point of points) if (!chosen(point)) point.querySelector("input[value=OK]").checked = true;
    return points.every((point) => point.querySelector("input[value=OK]").checked);
  };

  if (rest) {
    rest.hidden = false;
    document.getElementById("rest-hint").hidden = false;
    rest.addEventListener("click", () => {
      const clean = fill();
      if (clean && !opinion.value.trim()) opinion.value = AGREED;
      document.getElementById(clean ? "agree" : "send-back").focus();
    });
    for (const point of points) {
      point.querySelector("textarea").addEventListener("input", () => {
        if (!chosen(point)) point.querySelector("input[value=PROBLEM]").checked = true;
      });
    }
  }

  // In one press only once the opinion is written: whoever has not read writes none.
  if (restAgree) {
    restAgree.hidden = false;
    restAgree.addEventListener("click", () => {
      const agree = document.getElementById("agree");
      if (!opinion.value.trim()) return opinion.focus();
      if (fill()) agree.form.requestSubmit(agree);
      else document.getElementById("send-back").focus();
    });
  }

  const two = (number) => String(number).padStart(2, "0");
  const clock = (seconds) => [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, Math.floor(seconds) % 60].map(two).join(":");
  const film = (item) => document.querySelector(`[data-film="${item}"]`);

  // Which point: the one last worked on, else the first that found a problem, else the third (facts and evidence).
  function cite(item, place) {
    const problem = points.find((point) => point.querySelector("input[value=PROBLEM]")?.checked);
    const target = current ?? problem ?? points[2] ?? points[0];
    if (!target) return;
    target.querySelector("select").value = item;
    target.querySelector("input[name$=-place]").value = place;
    target.querySelector("textarea").focus();
  }

  for (const button of document.querySelectorAll("[data-cite], [data-cite-now]")) button.hidden = !points.length;
  document.addEventListener("click", (event) => {
    const { seekIn, at, cite: item, place, citeNow } = event.target.dataset;
    if (seekIn) {
      const media = film(seekIn);
      media.currentTime = Number(at) / 1000;
      media.scrollIntoView({ block: "nearest" });
    }
    if (item) cite(item, place);
    if (citeNow) {
      film(citeNow).pause();
      cite(citeNow, clock(film(citeNow).currentTime));
    }
  });
})();
