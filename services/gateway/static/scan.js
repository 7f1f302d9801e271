// The scanning pages of gates and stands: camera or typed code, a big answer, an honest queue.
const root = document.querySelector("[data-scan]");
const { dataset } = root;
const find = (name) => root.querySelector(`[data-${name}]`);
const words = JSON.parse(find("words").dataset.words);
const [{ readCode, shownCode }, { Queue }, { watch }] = await Promise.all(
  [dataset.badgeCode, dataset.queueCode, dataset.cameraCode].map((address) => import(address)),
);

const ANSWER_WITHIN = 2500;
const SEND_WITHIN = 10000;
const SAME_AGAIN = 4000;
const HEARTBEAT = 30000;
const SHOWN = 12;
const REMEMBERED = 200;
const TONES = { good: [[880, 0.09], [1320, 0.14]], soon: [[520, 0.16], [520, 0.16]], bad: [[190, 0.45]], kept: [[660, 0.12]] };
const SHAKES = { good: [80], soon: [60, 60, 60], bad: [300], kept: [40] };
const LOOKS = { accepted: "good", "already-in": "soon", "not-in": "soon", unknown: "bad", revoked: "bad" };

const clock = (moment) =>
  new Date(moment).toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });

// What is sent, and how

const direction = () => root.querySelector("[name=arah]:checked")?.value ?? "in";

const body = (scans, waiting) => {
  const sent_at = new Date().toISOString();
  const said = scans.map(({ badge, sequence, scanned_at, ...more }) =>
    dataset.scan === "gate"
      ? { badge, sequence, scanned_at, direction: more.direction, offline: more.offline }
      : { badge, sequence, scanned_at },
  );
  return dataset.scan === "gate"
    ? { sent_at, unsent: waiting - scans.length, scans: said }
    : { sent_at, device: device(), party: dataset.owner, scans: said };
};

const device = () => {
  const known = localStorage.getItem("pendopo-device") ?? crypto.randomUUID();
  localStorage.setItem("pendopo-device", known);
  return known;
};

const send = async (scans, waiting) => {
  const answer = await fetch(dataset.send, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body(scans, waiting)),
    signal: AbortSignal.timeout(SEND_WITHIN),
  });
  return { status: answer.status, body: await answer.json() };
};

// What is shown

let sound = null;
const hearable = () => (sound ??= new AudioContext()).resume?.();

const sayAloud = (look) => {
  navigator.vibrate?.(SHAKES[look]);
  if (!sound) return;
  let at = sound.currentTime;
  for (const [pitch, seconds] of TONES[look]) {
    const tone = sound.createOscillator();
    tone.frequency.value = pitch;
    tone.connect(sound.destination);
    tone.start(at);
    tone.stop((at += seconds));
  }
};

let awaited = null; // the scan whose answer the big result gives

const show = (look, word, text, badge, scan) => {
  awaited = scan ?? null;
  const result = find("result");
  result.dataset.look = look;
  find("word").textContent = word;
  find("text").textContent = text;
  find("badge").textContent = badge ? shownCode(badge) : "";
  sayAloud(look);
  performance.mark(`scan-${look}`);
};

const outcomeOf = (scan) => {
  if (scan.state === "refused") return ["bad", words.refused, scan.problem?.[words.detail] ?? ""];
  if (scan.state === "waiting") return ["kept", words.kept, words.keptText];
  const { outcome, name, since, gate } = scan.answer;
  const where = since ? words.since.replace("{time}", clock(since)).replace("{gate}", gate) : "";
  const title = outcome === "accepted" && scan.direction === "out" ? words.left : words[outcome];
  return [LOOKS[outcome], title, [name || (outcome === "accepted" ? words.noName : ""), where].filter(Boolean).join(" · ")];
};

const line = (scan) => {
  const [look, word, text] = outcomeOf(scan);
  const item = document.createElement("li");
  item.className = `scan-line ${look}`;
  const parts = [clock(scan.scanned_at), shownCode(scan.badge), word, text, scan.offline ? words.offline : ""];
  for (const [n, part] of parts.entries()) {
    const piece = document.createElement(n === 2 ? "b" : "span");
    piece.textContent = part;
    if (part) item.append(piece);
  }
  return item;
};

const STATES = {
  sent: () => words.allSent,
  sending: (n) => words.sending.replace("{n}", n),
  offline: (n) => words.waiting.replace("{n}", n),
  shut: (n) => words.shut.replace("{n}", n),
};
let state = "sent";

const changed = async (now, problem) => {
  state = now;
  const { waiting, refused, others } = await queue.counts();
  const status = find("queue");
  status.dataset.look = { sent: "good", sending: "kept", offline: "soon", shut: "bad" }[waiting || now === "shut" ? now : "sent"];
  const said = waiting || now === "shut" ? STATES[now](waiting) : words.allSent;
  const more = [refused && words.refusedCount.replace("{n}", refused), others && words.others.replace("{n}", others)];
  status.textContent = [said, now === "shut" && problem?.[words.detail], ...more].filter(Boolean).join(" · ");
  find("last").replaceChildren(...(await queue.last(SHOWN)).map(line));
  await correct();
};

const queue = await Queue.open(dataset.owner, send, (...how) => changed(...how));

// What happens

const day = (moment) => new Date(moment).toDateString();

// Whether this device itself has let the badge in today, as far as it can know without network.
const doubledHere = async (scan) => {
  const others = (await queue.last(REMEMBERED)).filter((one) => one.sequence !== scan.sequence);
  const before = others.find((one) => one.badge === scan.badge);
  const isSame = before?.direction === scan.direction && day(before.scanned_at) === day(scan.scanned_at);
  return isSame ? before : null;
};

// An answer that comes after all takes the place of "kept", as long as nothing else was scanned.
const correct = async () => {
  const scan = awaited && (await queue.get(awaited.sequence));
  if (scan && scan.state !== "waiting" && awaited?.sequence === scan.sequence) show(...outcomeOf(scan), scan.badge);
};

const settle = async (scan) => {
  await Promise.race([queue.flush(), new Promise((resolve) => setTimeout(resolve, ANSWER_WITHIN))]);
  const now = await queue.get(scan.sequence);
  const double = now.state === "waiting" && dataset.scan === "gate" && (await doubledHere(now));
  const waits = now.state === "waiting" ? now : null;
  if (double) show("soon", words["already-in"], words.here.replace("{time}", clock(double.scanned_at)), scan.badge, waits);
  else show(...outcomeOf(now), scan.badge, waits);
  if (waits) await correct();
};

let seen = { text: "", at: 0 };

const take = async (text) => {
  const badge = readCode(text);
  if (!badge) return show("bad", words.noBadge, words.noBadgeText, "");
  const scan = await queue.keep({ badge, direction: direction(), scanned_at: new Date().toISOString() });
  root.dispatchEvent(new CustomEvent("scan-kept", { bubbles: true, detail: scan }));
  awaited = null;
  find("result").dataset.look = "busy";
  await settle(scan);
};

const fromCamera = (text) => {
  const again = text === seen.text && Date.now() - seen.at < SAME_AGAIN;
  seen = { text, at: Date.now() };
  if (again) return;
  performance.mark("scan-seen");
  take(text);
};

find("typed").addEventListener("submit", (event) => {
  event.preventDefault();
  hearable();
  const field = event.target.elements.kode;
  const written = field.value;
  field.value = "";
  field.focus();
  take(written);
});

let end = null;
find("camera-button").hidden = false;
find("camera-button").addEventListener("click", async (event) => {
  hearable();
  const video = find("video");
  event.target.disabled = true;
  try {
    if (end) end();
    end = end ? null : await watch(video, fromCamera, { reader: dataset.reader, wasm: dataset.wasm });
    video.hidden = !end;
    event.target.textContent = end ? words.closeCamera : words.openCamera;
  } catch {
    show("bad", words.noCamera, words.noCameraText, "");
  }
  event.target.disabled = false;
});

const beat = async () => {
  if (dataset.scan !== "gate" || state === "shut") return;
  await send([], (await queue.counts()).waiting).catch(() => {});
};
setInterval(beat, HEARTBEAT);

find("live").hidden = false;
await queue.tidy();
await queue.flush();
root.dataset.ready = "1";

// What it takes to open without network

if ("serviceWorker" in navigator) {
  const parts = [dataset.badgeCode, dataset.queueCode, dataset.cameraCode];
  if (!("BarcodeDetector" in globalThis)) parts.push(dataset.reader, dataset.wasm);
  const shown = [...document.querySelectorAll("link[rel=stylesheet], link[rel=icon], link[rel=manifest], script[src], img[src]")];
  const own = shown.map((one) => new URL(one.src || one.href)).filter((url) => url.origin === location.origin && url.pathname.startsWith("/static/"));
  await navigator.serviceWorker.register("/scan-worker.js", { scope: dataset.scope });
  const { active } = await navigator.serviceWorker.ready;
  navigator.serviceWorker.addEventListener("message", () => (find("offline").textContent = words.ready));
  active.postMessage({ page: location.pathname, parts: [...new Set([...parts, ...own.map((url) => url.pathname + url.search)])] });
}
