// What goes with a swap by htmx: busy, said aloud, failed, tried again. All its event names are here.
(() => {
  const EVENTS = {
    asks: "htmx:beforeRequest",
    answered: "htmx:afterRequest",
    settled: "htmx:afterSettle",
    swapped: "htmx:afterSwap",
    moved: "htmx:pushedIntoHistory",
    failures: ["htmx:sendError", "htmx:responseError", "htmx:timeout"],
  };
  const said = document.getElementById("said");
  const failed = document.getElementById("failed");
  let lastAsked = null;

  const say = (words) => {
    said.textContent = "";
    setTimeout(() => { said.textContent = words; }, 60);
  };

  document.addEventListener(EVENTS.asks, (event) => {
    lastAsked = event.detail.elt;
    event.detail.target.setAttribute("aria-busy", "true");
  });
  document.addEventListener(EVENTS.answered, (event) => {
    event.detail.target?.removeAttribute("aria-busy");
    if (event.detail.successful) failed.hidden = true;
  });
  document.addEventListener(EVENTS.settled, (event) => {
    const heading = event.detail.elt.closest("#results")?.querySelector("[data-said]");
    if (heading) say(heading.dataset.said);
  });
  document.addEventListener(EVENTS.moved, () => {
    document.querySelectorAll("a[hreflang]").forEach((link) => { link.search = location.search; });
  });
  EVENTS.failures.forEach((name) => document.addEventListener(name, () => { failed.hidden = false; }));
  failed.querySelector("[data-again]").addEventListener("click", () => {
    failed.hidden = true;
    if (lastAsked?.isConnected) lastAsked.matches("form") ? lastAsked.requestSubmit() : lastAsked.click();
    else location.reload();
  });

  // A search with suggestions: arrows choose, Enter takes, Escape closes (ARIA 1.2 combobox).
  const input = document.querySelector("[role=combobox]");
  if (!input) return;
  const list = document.getElementById(input.getAttribute("aria-controls"));
  const options = () => [...list.querySelectorAll("[role=option]")];
  let at = -1;

  const show = (open) => {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  };
  const choose = (next) => {
    at = next;
    options().forEach((option, index) => option.setAttribute("aria-selected", String(index === at)));
    if (at < 0) input.removeAttribute("aria-activedescendant");
    else input.setAttribute("aria-activedescendant", options()[at].id);
  };
  const take = (option) => {
    input.value = option.dataset.text;
    show(false);
    input.form.requestSubmit();
  };

  document.addEventListener(EVENTS.swapped, (event) => {
    if (event.detail.target === list) show(options().length > 0 && document.activeElement === input);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) choose((at + step + options().length) % options().length);
    else if (event.key === "Escape") show(false);
    else if (event.key === "Enter" && at >= 0) take(options()[at]);
    else return;
    event.preventDefault();
  });
  list.addEventListener("mousedown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) take(option);
  });
  input.addEventListener("blur", () => show(false));
})();
