// Reads a badge's code as services/gateway/badges/codes.py does: nine signs, the last checks them.
const SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH = 9;

const doubled = (value) => (value & 16 ? (value << 1) ^ 0b100101 : value << 1);

// The code in its one form, "" for what cannot be one.
export const readCode = (written) => {
  const code = written.toUpperCase().replace(/[\s\-\u2013]/g, "").replace(/O/g, "0").replace(/[IL]/g, "1");
  if (code.length !== LENGTH || [...code].some((sign) => !SIGNS.includes(sign))) return "";
  const rest = [...code].reduce((value, sign) => doubled(value) ^ SIGNS.indexOf(sign), 0);
  return rest === 0 ? code : "";
};

// The code as it is printed: K7M-2QX-9TB.
export const shownCode = (code) => code.replace(/(...)(?=.)/g, "$1-");
