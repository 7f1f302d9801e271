// What every page can do better with JavaScript than without; nothing works only here.
(() => {
  const root = document.documentElement;
  const nextTheme = { "": "dark", dark: "light", light: "" };

  const showTheme = (button, theme) => {
    if (theme) root.dataset.theme = theme;
    else delete root.dataset.theme;
    button.value = nextTheme[theme];
    button.setAttribute("aria-label", button.getAttribute(`data-say-${button.value || "device"}`));
  };

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("[data-theme-form]");
    if (!form) return;
    event.preventDefault();
    const button = form.querySelector("button");
    const kept = new URLSearchParams({ tema: button.value });
    fetch(form.action, { method: "POST", body: kept, keepalive: true, redirect: "manual" });
    showTheme(button, button.value);
  });

  const close = (menu, focus) => {
    if (!menu || !menu.open) return;
    menu.open = false;
    if (focus) menu.querySelector("summary").focus();
  };

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close(document.querySelector("[data-closes][open]"), true);
  });
  document.addEventListener("click", (event) => {
    const menu = document.querySelector("[data-closes][open]");
    if (menu && !menu.contains(event.target)) close(menu, false);
  });

  const offline = document.getElementById("offline");
  const savedAt = offline.dataset.saved;
  const showNetwork = () => { offline.hidden = navigator.onLine && !savedAt; };
  addEventListener("online", showNetwork);
  addEventListener("offline", showNetwork);
  if (savedAt) {
    offline.querySelector("[data-saved-at]").hidden = false;
    offline.querySelector("time").textContent = new Date(savedAt).toLocaleString(root.lang);
  }
  showNetwork();

  document.addEventListener("submit", (event) => {
    if (event.target.matches("[data-forgets]") && "caches" in window) caches.delete("pages-1");
  });
  if ("serviceWorker" in navigator) addEventListener("load", () => navigator.serviceWorker.register("/sw.js"));
})();
