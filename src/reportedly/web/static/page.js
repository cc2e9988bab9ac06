// Says on an open page when the case has moved on.  Everything else works without script.
"use strict";

const EVERY = 5000; // milliseconds

const news = document.querySelector(".news");

function sayNews(words) {
  news.querySelector("span").textContent = words;
  news.hidden = false;
}

async function lookForNews() {
  const shown = document.documentElement.dataset.state;
  if (!shown || document.hidden) return;
  try {
    const answer = await fetch("/api/status", { headers: { accept: "application/json" } });
    const now = await answer.json();
    if (!answer.ok) sayNews(now.detail); // the file of the case is gone, for one
    else if (now.state === shown) news.hidden = true;
    else if (!now.comparing) sayNews("The case has changed since this page was opened.");
  } catch {
    // The server was stopped; what is on the page stays readable.
  }
}

setInterval(lookForNews, EVERY);
