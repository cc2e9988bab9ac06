// Goes through the claims of a report by keys, and keeps the text and the cards beside it together.
"use strict";

const numbers = () => [...document.querySelectorAll(".sheet .marked .n[id]")];
const cardOf = (claim) => document.querySelector(`.said[data-of="${CSS.escape(claim)}"]`);

function show(number, { moved = true } = {}) {
  for (const one of document.querySelectorAll(".said.current, .n.current")) one.classList.remove("current");
  const card = cardOf(number.id);
  number.classList.add("current");
  card?.classList.add("current");
  if (!moved) return;
  number.focus({ preventScroll: true });
  const block = number.closest(".stretch");
  const tall = block.offsetHeight > innerHeight;
  (tall ? number : block).scrollIntoView({ block: tall ? "center" : "nearest" });
}

function openCard(card) {
  if (!card) return;
  card.open = true; // the one that was open closes: they share a name
  card.scrollIntoView({ block: "nearest" });
  card.querySelector(".told").scrollIntoView({ block: "nearest" });
}

function step(by) {
  const all = numbers();
  const here = all.findIndex((one) => one.classList.contains("current"));
  const next = here < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(here + by, 0), all.length - 1);
  if (!all[next]) return;
  const open = document.querySelector(".said[open]"); // who reads with a card open reads on with one
  show(all[next]);
  if (open) openCard(cardOf(all[next].id));
}

function openOwnPage() {
  const current = document.querySelector(".said.current .own-page");
  if (current) location.assign(current.href);
}

const KEYS = {
  j: () => step(1),
  ArrowRight: () => step(1),
  k: () => step(-1),
  ArrowLeft: () => step(-1),
  o: openOwnPage,
  "?": () => document.querySelector("dialog.keys").showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.target.closest("input, textarea, select, dialog, .wide")) return;
  const act = KEYS[event.key];
  if (!act) return;
  event.preventDefault();
  act();
});

// A number in the text opens its card beside it; one more time closes it.
document.addEventListener("click", (event) => {
  const number = event.target.closest(".sheet .marked .n[id]");
  const card = number && cardOf(number.id);
  if (!card) return;
  event.preventDefault();
  show(number, { moved: false });
  if (card.open) card.open = false;
  else openCard(card);
});

// Opening a card lights up its words.
document.addEventListener("toggle", (event) => {
  if (event.target.open && event.target.matches(".said")) {
    const number = document.getElementById(event.target.dataset.of);
    if (number) show(number, { moved: false });
  }
}, true);

// A link to a claim leads to its part of a long report, and opens its card.
function arrive() {
  const wanted = decodeURIComponent(location.hash.slice(1));
  if (!wanted) return;
  const place = document.getElementById(wanted);
  if (place) {
    const card = cardOf(wanted.replace(/^card-/, ""));
    if (card) card.open = true;
    if (place.matches(".n")) show(place, { moved: false });
  } else if (document.querySelector(".parts") && !new URLSearchParams(location.search).has("at")) {
    const at = wanted.replace(/^card-/, "");
    location.replace(`${location.pathname}?at=${encodeURIComponent(at)}#${encodeURIComponent(wanted)}`);
  }
}
addEventListener("hashchange", arrive);
arrive();
