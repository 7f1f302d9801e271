// Keeps what was read: pages of the last visits stay readable without a network, marked as saved.
const SHELL = "shell-__DIGEST__";
const PAGES = "pages-1";
const FILES = __FILES__;
const OFFLINE = __OFFLINE__;
const MOST_PAGES = 50;
const PATIENCE_MILLISECONDS = 6000;

self.addEventListener("install", (event) => {
  const kept = caches.open(SHELL).then((cache) => cache.addAll([...FILES, ...OFFLINE]));
  event.waitUntil(kept.then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  const outdated = (name) => name.startsWith("shell-") && name !== SHELL;
  const dropped = caches.keys().then((names) => Promise.all(names.filter(outdated).map((name) => caches.delete(name))));
  event.waitUntil(dropped.then(() => self.clients.claim()));
});

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const address = new URL(request.url);
  if (request.method !== "GET" || address.origin !== location.origin) return;
  if (address.pathname.startsWith("/static/")) event.respondWith(file(request));
  else if (request.mode === "navigate") event.respondWith(page(event));
});

const file = async (request) => (await caches.match(request)) ?? fetch(request);

async function page(event) {
  const saved = () => savedPage(event.request);
  const fresh = fetch(event.request).then((response) => {
    if (response.ok && !response.redirected) event.waitUntil(save(event.request, response.clone()));
    return response;
  });
  const impatient = new Promise((resolve) => setTimeout(resolve, PATIENCE_MILLISECONDS)).then(saved);
  try {
    return (await Promise.race([fresh, impatient])) ?? (await fresh);
  } catch {
    return (await saved()) ?? offlinePage(event.request);
  }
}

async function save(request, response) {
  if (!response.headers.get("content-type")?.startsWith("text/html")) return;
  const headers = new Headers(response.headers);
  headers.delete("content-encoding");
  headers.set("x-saved-at", new Date().toISOString());
  const cache = await caches.open(PAGES);
  await cache.delete(request);
  await cache.put(request, new Response(await response.text(), { headers }));
  const kept = await cache.keys();
  await Promise.all(kept.slice(0, -MOST_PAGES).map((old) => cache.delete(old)));
}

async function savedPage(request) {
  const found = await (await caches.open(PAGES)).match(request, { ignoreVary: true });
  if (!found) return undefined;
  const marked = (await found.text()).replace('data-saved=""', `data-saved="${found.headers.get("x-saved-at")}"`);
  return new Response(marked, { headers: found.headers });
}

const offlinePage = (request) => caches.match(new URL(request.url).pathname.startsWith("/en") ? OFFLINE[1] : OFFLINE[0]);
