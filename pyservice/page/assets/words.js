// Numbers and moments as people read them.

/** A number with three significant digits, thousands apart; "–" where there is none. */
export function number(value) {
  if (value == null) return "–";
  const size = Math.abs(value);
  const digits = size >= 100 || value === 0 ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
  if (size > 0 && size < 1e-3) return value.toExponential(1);
  return value.toLocaleString("en", { maximumFractionDigits: digits });
}

/** Seconds in the unit that fits: µs, ms or s. */
export function duration(seconds) {
  if (seconds == null) return "–";
  if (seconds < 1e-3) return `${number(seconds * 1e6)} µs`;
  if (seconds < 1) return `${number(seconds * 1e3)} ms`;
  return `${number(seconds)} s`;
}

export function percent(share) {
  if (share == null) return "–";
  return `${(share * 100).toLocaleString("en", { maximumFractionDigits: share && share < 0.01 ? 2 : 1 })} %`;
}

/** The time of day of a moment in seconds of the epoch. */
export function clock(moment) {
  return new Date(moment * 1000).toLocaleTimeString("en-GB");
}

/** A value of a row or of an answer; every digit of a number, since a score is exact. */
export function value(given) {
  return given == null ? "missing" : String(given);
}

export function count(many, one, more = `${one}s`) {
  return `${many.toLocaleString("en")} ${many === 1 ? one : more}`;
}
