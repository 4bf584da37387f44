// Unpacks the base64 little-endian arrays of the data contract.
import type { Packed } from "../types";

const RAW_NONE = { u8: 0xff, u16: 0xffff, i16: 0x7fff, f32: Number.NaN } as const;
const RAW_BYTES = { u8: 1, u16: 2, i16: 2, f32: 4 } as const;

/** Values of a packed array in SI units; Infinity where the contract says "never" or "none". */
export function unpack(packed: Packed): Float32Array {
  const text = atob(packed.data);
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i);
  const view = new DataView(bytes.buffer);
  const width = RAW_BYTES[packed.dtype];
  const count = packed.shape.reduce((product, n) => product * n, 1);
  if (count * width !== bytes.length) throw new Error(`packed array of shape ${packed.shape} holds ${bytes.length} bytes`);
  const values = new Float32Array(count);
  const scale = packed.scale ?? 1;
  const offset = packed.offset ?? 0;
  const none = RAW_NONE[packed.dtype];
  for (let i = 0; i < count; i++) {
    const at = i * width;
    const raw =
      packed.dtype === "u8"
        ? view.getUint8(at)
        : packed.dtype === "u16"
          ? view.getUint16(at, true)
          : packed.dtype === "i16"
            ? view.getInt16(at, true)
            : view.getFloat32(at, true);
    values[i] = raw === none || Number.isNaN(raw) ? Infinity : raw * scale + offset;
  }
  return values;
}
