// Scans wait in the device's own database until the server has answered each of them. A scan counts
// as kept once it is on disk; its sequence is never used again, so sending it twice does no harm.
const DATABASE = "pendopo-scans";
const STORE = "scans";
const BATCH = 20;
const REMEMBERED = 200;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 30000;

const settled = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const committed = (transaction) =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

const database = () => {
  const request = indexedDB.open(DATABASE, 1);
  request.onupgradeneeded = () => {
    const scans = request.result.createObjectStore(STORE, { keyPath: ["owner", "sequence"] });
    scans.createIndex("state", ["owner", "state", "sequence"]);
  };
  return settled(request);
};

const all = (owner) => IDBKeyRange.bound([owner, 0], [owner, Number.MAX_SAFE_INTEGER]);
const within = (owner, state) =>
  IDBKeyRange.bound([owner, state, 0], [owner, state, Number.MAX_SAFE_INTEGER]);

export class Queue {
  // `owner` is whose scans these are, never "". `send(scans, waiting)` resolves to {status, body};
  // `changed(state, problem)` is told "sent", "sending", "offline" or "shut".
  static async open(owner, send, changed) {
    if (!owner) throw new Error("a queue belongs to somebody");
    navigator.storage?.persist?.();
    return new Queue(await database(), owner, send, changed);
  }

  constructor(db, owner, send, changed) {
    Object.assign(this, { db, owner, send, changed });
    this.pause = FIRST_PAUSE;
    addEventListener("online", () => this.flush());
    addEventListener("visibilitychange", () => this.flush());
  }

  // Keeps a scan; resolves to it once it is on disk.
  async keep(scan) {
    const transaction = this.db.transaction(STORE, "readwrite", { durability: "strict" });
    const scans = transaction.objectStore(STORE);
    const last = await settled(scans.openKeyCursor(all(this.owner), "prev"));
    const sequence = Math.max(Date.now(), last ? last.key[1] + 1 : 0);
    const kept = { ...scan, owner: this.owner, sequence, state: "waiting", offline: false };
    scans.add(kept);
    await committed(transaction);
    return kept;
  }

  // Sends what waits, as long as anything gets through; never twice at a time in this page.
  flush() {
    this.flushing ??= this.#sendAll().finally(() => (this.flushing = null));
    return this.flushing;
  }

  async #sendAll() {
    clearTimeout(this.timer);
    for (;;) {
      const scans = await this.#waiting();
      if (!scans.length) return this.#rest("sent");
      this.changed("sending");
      const { status, body } = await this.send(scans, (await this.counts()).waiting).catch(() => ({}));
      if (status === 200) await this.#answer(scans, body.answers);
      else if (status === 401 || status === 403 || status === 409) return this.#rest("shut", body);
      else if (status === 413 || status === 422) await this.#oneByOne(scans, body);
      else return this.#later(scans);
      this.pause = FIRST_PAUSE;
    }
  }

  // A batch that the server cannot read is sent scan by scan; the one it is refused for stays on
  // the list with the reason.
  async #oneByOne(scans, problem) {
    if (scans.length === 1) return this.#write([{ ...scans[0], state: "refused", problem }]);
    for (const scan of scans) {
      const { status, body } = await this.send([scan], scans.length).catch(() => ({}));
      if (status === 200) await this.#answer([scan], body.answers);
      else if (status === 413 || status === 422) await this.#oneByOne([scan], body);
      else return;
    }
  }

  async #answer(scans, answers) {
    const found = new Map(answers.map((answer) => [answer.sequence, answer]));
    const answered = scans.filter((scan) => found.has(scan.sequence));
    if (!answered.length) throw new Error("no scan was answered");
    await this.#write(
      answered.map((scan) => ({ ...scan, state: "sent", answer: found.get(scan.sequence) })),
    );
  }

  async #later(scans) {
    const fresh = scans.filter((scan) => !scan.offline);
    if (fresh.length) await this.#write(fresh.map((scan) => ({ ...scan, offline: true })));
    this.timer = setTimeout(() => this.flush(), this.pause);
    this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
    this.#rest("offline");
  }

  #rest(state, problem) {
    if (state === "shut") this.timer = setTimeout(() => this.flush(), LONGEST_PAUSE);
    this.changed(state, problem);
  }

  async #write(scans) {
    const transaction = this.db.transaction(STORE, "readwrite", { durability: "strict" });
    scans.forEach((scan) => transaction.objectStore(STORE).put(scan));
    await committed(transaction);
    this.changed("sending");
  }

  #waiting() {
    const scans = this.db.transaction(STORE).objectStore(STORE).index("state");
    return settled(scans.getAll(within(this.owner, "waiting"), BATCH));
  }

  get(sequence) {
    return settled(this.db.transaction(STORE).objectStore(STORE).get([this.owner, sequence]));
  }

  // How many of this owner's scans are in each state, and how many wait for other owners.
  async counts() {
    const scans = this.db.transaction(STORE).objectStore(STORE).index("state");
    const [waiting, sent, refused, everything] = await Promise.all([
      ...["waiting", "sent", "refused"].map((state) => settled(scans.count(within(this.owner, state)))),
      settled(scans.count()),
    ]);
    return { waiting, sent, refused, others: everything - waiting - sent - refused };
  }

  // The last scans, the newest first.
  async last(most) {
    const scans = this.db.transaction(STORE).objectStore(STORE);
    const keys = await settled(scans.getAllKeys(all(this.owner)));
    return Promise.all(keys.slice(-most).reverse().map((key) => settled(scans.get(key))));
  }

  // Forgets the oldest of those that were sent long ago.
  async tidy() {
    const transaction = this.db.transaction(STORE, "readwrite");
    const scans = transaction.objectStore(STORE);
    const sent = await settled(scans.index("state").getAllKeys(within(this.owner, "sent")));
    sent.slice(0, -REMEMBERED).forEach((key) => scans.delete(key));
    await committed(transaction);
  }
}
