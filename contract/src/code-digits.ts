/** Digits of a recovery code. */
export const CODE_DIGITS = 8;

/** The digits in what was typed or pasted, of any script; a pasted sentence gives its code alone. */
export function codeDigits(text: string): string {
  const plain = text.replace(/\p{Nd}/gu, digitValue);
  const whole = /(?<!\d)\d{4}[\s-]?\d{4}(?!\d)/.exec(plain)?.[0];
  return (whole ?? plain).replace(/\D/g, "").slice(0, CODE_DIGITS);
}

/** In two halves, as the email shows it: easier to compare. */
export function spacedCode(digits: string): string {
  return digits.length > CODE_DIGITS / 2 ? `${digits.slice(0, CODE_DIGITS / 2)} ${digits.slice(CODE_DIGITS / 2)}` : digits;
}

/** Unicode keeps the ten digits of each script together, the zero first. */
function digitValue(digit: string): string {
  let zero = digit.codePointAt(0)!;
  const value = zero;
  while (value - zero < 9 && /\p{Nd}/u.test(String.fromCodePoint(zero - 1))) zero--;
  return String(value - zero);
}
