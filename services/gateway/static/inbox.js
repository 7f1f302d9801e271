// Keeps the inbox page current: each entry event fetches the list anew and swaps it in.
(() => {
  const page = document.querySelector("[data-stream]");
  const live = page.querySelector("[data-live]");
  const news = page.querySelector("[data-news]");
  let waiting = 0;

  const state = (on) => {
    live.hidden = false;
    live.dataset.state = on ? "on" : "off";
    live.textContent = on ? live.dataset.on : live.dataset.off;
  };

  const reload = async () => {
    const answer = await fetch(location.href, { headers: { accept: "text/html" } });
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    page.querySelector("[data-entries]").replaceWith(fresh.querySelector("[data-entries]"));
  };

  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(reload, 300);
  };

  const stream = new EventSource(page.dataset.stream);
  stream.onopen = () => state(true);
  stream.onerror = () => state(false);
  stream.addEventListener("reload", soon);
  stream.addEventListener("entry", (event) => {
    const told = JSON.parse(event.data);
    const title = document.documentElement.lang === "en" ? told.title_en : told.title;
    news.textContent = `${news.dataset.text} ${title}`;
    soon();
  });
})();
