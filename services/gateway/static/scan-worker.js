// Keeps the scanning pages open without network: the page itself, and what it says it is made of.
const CACHE = "pendopo-scan";
const PATIENCE = 4000;

addEventListener("install", () => skipWaiting());
addEventListener("activate", (event) => event.waitUntil(clients.claim()));

// The page is told once all of it is kept.
addEventListener("message", (event) => {
  const { page, parts } = event.data;
  event.waitUntil(keep(page, parts).then(() => event.source.postMessage("kept")));
});

const keep = async (page, parts) => {
  const cache = await caches.open(CACHE);
  const missing = [];
  for (const part of parts) if (!(await cache.match(part))) missing.push(part);
  await cache.addAll([...missing, page]);
};

// Who has a kept page waits a while for a newer one; who has none waits as long as it takes.
const fresh = async (request) => {
  const cache = await caches.open(CACHE);
  const kept = await cache.match(request, { ignoreSearch: true });
  try {
    const answer = await fetch(request, kept ? { signal: AbortSignal.timeout(PATIENCE) } : {});
    if (answer.headers.has("x-pendopo-keep")) await cache.put(request, answer.clone());
    return answer;
  } catch (error) {
    if (kept) return kept;
    throw error;
  }
};

const kept = async (request) => (await caches.match(request)) ?? fetch(request);

addEventListener("fetch", (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== "GET" || origin !== location.origin) return;
  if (mode === "navigate") event.respondWith(fresh(event.request));
  else if (pathname.startsWith("/static/")) event.respondWith(kept(event.request));
});
