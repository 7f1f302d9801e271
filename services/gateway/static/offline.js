// Lists the pages that this device has kept.
(async () => {
  const list = document.querySelector("[data-kept]");
  if (!("caches" in window)) return;
  const cache = await caches.open("pages-1");
  for (const request of (await cache.keys()).reverse()) {
    const response = await cache.match(request);
    const title = /<title>([^<]*)/.exec(await response.text());
    const link = document.createElement("a");
    link.href = new URL(request.url).pathname + new URL(request.url).search;
    link.textContent = title ? new DOMParser().parseFromString(title[1], "text/html").body.textContent : link.href;
    const time = document.createElement("small");
    time.textContent = new Date(response.headers.get("x-saved-at")).toLocaleString(document.documentElement.lang);
    const item = document.createElement("li");
    item.append(link, " ", time);
    list.append(item);
  }
  list.hidden = !list.children.length;
})();
