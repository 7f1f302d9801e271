// Keeps the check-in monitor current: each floor event carries the numbers.
(() => {
  const page = document.querySelector("[data-monitor]");
  const live = page.querySelector("[data-live]");
  const number = new Intl.NumberFormat(document.documentElement.lang);
  const gates = page.querySelectorAll("[data-gates] tbody tr").length;

  const state = (on) => {
    live.hidden = false;
    live.dataset.state = on ? "on" : "off";
    live.textContent = on ? live.dataset.on : live.dataset.off;
  };

  const cells = (gate, hours) => [gate.entries, ...hours.map((hour) => gate.hours[hour] ?? 0)];

  // The table as it stands, or the page anew when a gate or an hour came in.
  const tabled = (told) => {
    const heads = [...page.querySelectorAll("[data-gates] thead th")].slice(2);
    const hours = heads.map((head) => String(Number(head.textContent)));
    const known = told.gates.every((gate) => Object.keys(gate.hours).every((hour) => hours.includes(hour)));
    if (told.gates.length !== gates || !known) return location.reload();
    page.querySelectorAll("[data-gates] tbody tr").forEach((row, n) => {
      const values = cells(told.gates[n], hours);
      row.querySelectorAll("td").forEach((cell, column) => {
        (cell.querySelector("b") ?? cell).textContent = number.format(values[column]);
      });
    });
  };

  const stream = new EventSource(page.dataset.monitor);
  stream.onopen = () => state(true);
  stream.onerror = () => state(false);
  stream.addEventListener("floor", (event) => {
    const told = JSON.parse(event.data);
    page.querySelectorAll("[data-figure]").forEach((figure) => {
      figure.textContent = number.format(told[figure.dataset.figure]);
    });
    page.querySelector("[data-at]").textContent = new Date(told.at).toLocaleTimeString(document.documentElement.lang);
    tabled(told);
  });
})();
