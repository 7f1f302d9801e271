// Watches a camera for QR codes: by the browser's own detector, else by zxing, fetched on demand.
const WIDTH = 640;
const LOOKS_EVERY = 80;

const native = async () => {
  if (!("BarcodeDetector" in globalThis)) return null;
  const formats = await globalThis.BarcodeDetector.getSupportedFormats();
  if (!formats.includes("qr_code")) return null;
  const detector = new globalThis.BarcodeDetector({ formats: ["qr_code"] });
  return async (video) => (await detector.detect(video))[0]?.rawValue ?? "";
};

const loaded = (address) =>
  new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = address;
    script.onload = () => resolve(globalThis.ZXingWASM);
    script.onerror = () => reject(new Error("the reader could not be fetched"));
    document.head.append(script);
  });

const byZxing = async ({ reader, wasm }) => {
  const { prepareZXingModule, readBarcodes } = await loaded(reader);
  await prepareZXingModule({ overrides: { locateFile: () => wasm }, fireImmediately: true });
  const canvas = document.createElement("canvas");
  const drawing = canvas.getContext("2d", { willReadFrequently: true });
  return async (video) => {
    canvas.width = WIDTH;
    canvas.height = Math.round((WIDTH * video.videoHeight) / video.videoWidth);
    drawing.drawImage(video, 0, 0, canvas.width, canvas.height);
    const frame = drawing.getImageData(0, 0, canvas.width, canvas.height);
    const [found] = await readBarcodes(frame, { formats: ["QRCode"], maxNumberOfSymbols: 1 });
    return found?.text ?? "";
  };
};

// Calls `found` with each text that is seen; resolves to a function that ends it. Rejects when
// there is no camera or it may not be used.
export const watch = async (video, found, zxing) => {
  const camera = await navigator.mediaDevices.getUserMedia({
    video: { facingMode: "environment", width: { ideal: WIDTH } },
  });
  video.srcObject = camera;
  await video.play();
  const read = (await native()) ?? (await byZxing(zxing));
  let on = true;
  const look = async () => {
    if (!on) return;
    const text = video.videoWidth ? await read(video).catch(() => "") : "";
    if (text) found(text);
    setTimeout(look, LOOKS_EVERY);
  };
  look();
  return () => {
    on = false;
    camera.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
};
