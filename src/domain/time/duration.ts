// How long something took, in words that sentences and tables share.

const MINUTE = 60;
const HOUR = 3600;
const DAY = 86_400;

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}

/** How long something took: `0.4 s`, `38 s`, `7m42s`, `3h05m`, `2d04h`. */
export function formatDuration(seconds: number): string {
  const tenths = Math.round(seconds * 10) / 10;
  if (tenths < 10) {
    return `${Math.max(0, tenths)} s`;
  }
  const whole = Math.round(seconds);
  if (whole < MINUTE) {
    return `${whole} s`;
  }
  if (whole < HOUR) {
    return `${Math.floor(whole / MINUTE)}m${twoDigits(whole % MINUTE)}s`;
  }
  return whole < DAY
    ? `${Math.floor(whole / HOUR)}h${twoDigits(Math.floor((whole % HOUR) / MINUTE))}m`
    : `${Math.floor(whole / DAY)}d${twoDigits(Math.floor((whole % DAY) / HOUR))}h`;
}
