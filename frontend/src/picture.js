// A picture of a phone's camera is 3-8 MB and says where it was taken. Drawn anew it is small and says nothing
// but what is to be seen: at most 1280 px and about 200 kB.
const LONGEST = 1280;
const ENOUGH = 200_000; // bytes
const QUALITIES = [0.82, 0.7, 0.58, 0.45];

async function decoded(file) {
  // from-image: the turn of the camera is in the EXIF, which is lost here.
  if (window.createImageBitmap) return createImageBitmap(file, { imageOrientation: "from-image" }).catch(() => drawn(file));
  return drawn(file);
}

function drawn(file) {
  return new Promise((resolve, reject) => {
    const image = new Image();
    image.onload = () => resolve(image);
    image.onerror = () => reject(new Error("no picture"));
    image.src = URL.createObjectURL(file);
  });
}

const jpeg = (canvas, quality) => new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", quality));

/** The picture as a small JPEG without EXIF. Rejects when the file is no picture. */
export async function smaller(file) {
  const image = await decoded(file);
  const scale = Math.min(1, LONGEST / Math.max(image.width, image.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(image.width * scale));
  canvas.height = Math.max(1, Math.round(image.height * scale));
  canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
  image.close?.();
  let made = null;
  for (const quality of QUALITIES) {
    made = await jpeg(canvas, quality);
    if (made && made.size <= ENOUGH) break;
  }
  if (!made) throw new Error("no picture");
  return made;
}

// web-forms gives a picture out of its own database without a type.
const isPicture = ({ file, filename }) => (file.type ? file.type.startsWith("image/") && file.type !== "image/svg+xml" : /\.(jpe?g|png|webp|heic|gif|bmp)$/i.test(filename ?? ""));

/** The parts of a submission with every picture made small; what is no picture stays as it is. */
export function smallerParts(parts) {
  return Promise.all(parts.map(async (part) => {
    if (!isPicture(part)) return part;
    // The name stands in the answers, so it is kept, also when it ends in .png.
    return smaller(part.file).then((file) => ({ ...part, file }), () => part);
  }));
}
