// Lets the office move exhibitors between stands by dragging them and by the keyboard alone. What is
// chosen goes into the page's own form, which does the same without JavaScript.
const page = document.querySelector("[data-seating]");
const form = page.querySelector("#atur");
const news = page.querySelector("[data-news]");
const stands = [...page.querySelectorAll("[data-stand]")];
let lifted = null;

const say = (text, from) => {
  news.textContent = text
    .replace("{name}", from ? from.dataset.name : "")
    .replace("{stand}", from ? from.dataset.stand || "–" : "");
};

const lift = (thing) => {
  lifted = thing;
  thing.classList.add("lifted");
  say(news.dataset.lifted, thing);
};

const letGo = () => {
  if (!lifted) return;
  lifted.classList.remove("lifted");
  lifted = null;
};

const seat = (exhibitor, stand) => {
  form.elements.peserta.value = exhibitor;
  form.elements.stan.value = stand;
  form.requestSubmit(form.querySelector('[value="tempatkan"]'));
};

const drop = (stand) => {
  const exhibitor = lifted.dataset.exhibitor;
  const moved = lifted !== stand;
  letGo();
  if (moved) seat(exhibitor, stand.dataset.stand);
};

const DIRECTIONS = { ArrowLeft: [0, -1], ArrowRight: [0, 1], ArrowUp: [-1, 0], ArrowDown: [1, 0] };

const beside = (from, [down, right]) => {
  const hall = from.closest("table");
  const row = Number(from.dataset.row);
  const column = Number(from.dataset.column);
  const ahead = stands.filter((one) => {
    if (one.closest("table") !== hall) return false;
    const rows = Number(one.dataset.row) - row;
    const columns = Number(one.dataset.column) - column;
    return down ? rows * down > 0 && columns === 0 : columns * right > 0 && rows === 0;
  });
  const far = (one) => Math.abs(one.dataset.row - row) + Math.abs(one.dataset.column - column);
  return ahead.sort((one, other) => far(one) - far(other))[0];
};

const step = (thing, direction) => {
  const next = thing.dataset.stand ? beside(thing, direction) : stands[0];
  if (next) next.focus();
};

page.addEventListener("keydown", (event) => {
  const thing = event.target.closest("[data-stand], [data-exhibitor]");
  if (!thing) return;
  if (event.key in DIRECTIONS) step(thing, DIRECTIONS[event.key]);
  else if (event.key === "Escape" && lifted) {
    letGo();
    say(news.dataset.dropped);
  } else if (event.key === " " && lifted && thing.dataset.stand) drop(thing);
  else if (event.key === " " && !lifted && thing.dataset.exhibitor) lift(thing);
  else return;
  event.preventDefault();
});

for (const thing of page.querySelectorAll("[data-exhibitor]")) {
  thing.draggable = true;
  thing.addEventListener("dragstart", (event) => {
    event.dataTransfer.setData("text/plain", thing.dataset.exhibitor);
    event.dataTransfer.effectAllowed = "move";
    lift(thing);
  });
  thing.addEventListener("dragend", letGo);
}

for (const stand of stands) {
  stand.addEventListener("dragover", (event) => {
    if (!lifted) return;
    event.preventDefault();
    stand.classList.add("under");
  });
  stand.addEventListener("dragleave", () => stand.classList.remove("under"));
  stand.addEventListener("drop", (event) => {
    event.preventDefault();
    stand.classList.remove("under");
    if (lifted) drop(stand);
  });
}

page.querySelectorAll("[data-help]").forEach((help) => {
  help.hidden = false;
});
const back = document.getElementById(location.hash.slice(1));
if (back && back.dataset.stand) back.focus();
