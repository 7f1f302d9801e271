// Keeps a page current: a stream of what is new, paused on demand, asked for every 30 s where it fails.
(() => {
  const MOST_FAILURES = 3;
  const ASKS_EVERY_MILLISECONDS = 30000;
  const page = document.querySelector("[data-stream]");
  const live = page.querySelector("[data-live]");
  const news = page.querySelector("[data-news]");
  const rest = Number(page.dataset.rest ?? 0);
  const pause = page.querySelector("[data-pause]");
  let stream, asking, waiting, lost = false, failures = 0, fetched = 0;

  const state = (name) => {
    live.hidden = false;
    live.dataset.state = name;
    live.textContent = live.dataset[`say${name}`];
  };

  const reload = async () => {
    fetched = Date.now();
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    page.querySelector("[data-entries]").replaceWith(fresh.querySelector("[data-entries]"));
  };

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(reload, Math.max(300, fetched + rest - Date.now()));
  };

  const hear = (event) => {
    soon();
    if (!news) return;
    const told = JSON.parse(event.data);
    const title = document.documentElement.lang === "en" ? told.title_en : told.title;
    news.textContent = `${news.dataset.text} ${title}`;
  };

  const close = () => {
    stream?.close();
    clearInterval(asking);
    stream = asking = undefined;
  };

  const fail = () => {
    lost = true;
    failures += 1;
    if (failures < MOST_FAILURES) return state("off");
    close();
    state("asking");
    asking = setInterval(() => reload().catch(() => state("off")), ASKS_EVERY_MILLISECONDS);
  };

  const open = () => {
    close();
    failures = 0;
    stream = new EventSource(page.dataset.stream);
    stream.onopen = () => {
      if (lost) soon();
      lost = false;
      failures = 0;
      state("on");
    };
    stream.onerror = fail;
    page.dataset.events.split(" ").forEach((name) => stream.addEventListener(name, hear));
  };

  const isPaused = () => pause.getAttribute("aria-pressed") === "true";
  pause.hidden = false;
  pause.addEventListener("click", () => {
    pause.setAttribute("aria-pressed", String(!isPaused()));
    lost = true;
    if (!isPaused()) return open();
    close();
    state("paused");
  });
  document.addEventListener("visibilitychange", () => {
    if (isPaused()) return;
    if (!document.hidden) return open();
    lost = true;
    close();
  });
  open();
})();
