// Reads out below a chart what a mark says, and points at its row of the table.  The page works without it.
"use strict";

function readOut(mark, readout) {
  readout.textContent = mark.getAttribute("aria-label");
  const address = mark.getAttribute("href");
  for (const row of document.querySelectorAll("tr[data-mark]")) {
    row.classList.toggle("pointed-at", row.dataset.mark === address);
  }
}

for (const chart of document.querySelectorAll("figure")) {
  const readout = chart.querySelector(".readout");
  if (!readout) continue;
  for (const kind of ["focusin", "mouseover"]) {
    chart.addEventListener(kind, (event) => {
      const mark = event.target.closest("svg a");
      if (mark) readOut(mark, readout);
    });
  }
}
