// Comfort for the pages of articles; they read as well without it.
"use strict";

const parts = (anchor) => document.querySelectorAll(`[data-parts~="speaker:${anchor}"], [data-parts~="cue:${anchor}"], [data-parts~="content:${anchor}"]`);

// The words of the statement that is open, or that the pointer is on, stand out.
function light(anchor, name) {
  for (const part of document.querySelectorAll("." + name)) part.classList.remove(name);
  if (anchor) for (const part of parts(anchor)) part.classList.add(name);
}

const open = () => {
  const id = decodeURIComponent(location.hash.slice(1));
  return id.startsWith("statement-") && document.getElementById(id) ? id : "";
};

function shown() {
  light(open(), "lit");
  if (!open()) return;
  document.getElementById(open()).focus({ preventScroll: true });
  // Not below the card that has opened.
  const place = document.querySelector(".lit")?.getBoundingClientRect();
  if (place && (place.top < 0 || place.bottom > innerHeight * 0.6)) scrollBy(0, place.top - innerHeight / 4);
}

addEventListener("hashchange", shown);
addEventListener("DOMContentLoaded", shown);
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !open()) return;
  const number = document.querySelector(`a.note[href="#${CSS.escape(open())}"]`);
  location.hash = number ? number.id : "text";
  if (number) number.focus();
});

document.getElementById("text")?.addEventListener("pointerover", (event) => {
  const link = event.target.closest("a.part, a.note");
  light(link ? link.getAttribute("href").slice(1) : "", "near");
});
