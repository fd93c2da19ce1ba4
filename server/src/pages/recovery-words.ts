/** What the page for a lost link says, in the app's own words: the same page, rendered by the server. */
const en = {
  title: "Find your invitation",
  heading: "Lost your link?",
  lead: "Enter the email address you were invited with. We'll send you a code that opens the event here.",
  email: "Email",
  sendCode: "Send me a code",
  hosting: "Hosting this event, or kept it in your account?",
  signIn: "Sign in",
  sent: "Check your email",
  sentTo: (email: string) => [`If `, email, ` is on the guest list, an email with a code is on its way. It works for 15 minutes.`],
  code: "Code",
  codeHint: (digits: number) => `The ${digits} digits from the email.`,
  openEvent: "Open the event",
  again: "Send it again",
  otherEmail: "Use a different email",
  patience: "Didn't get it? It can take a minute. Check your spam folder too.",
  emailMissing: "Enter your email address.",
  emailInvalid: "That doesn't look like an email address.",
  codeShort: (digits: number) => `The code has ${digits} digits.`,
  codeInvalid: "That code is incorrect or expired.",
  cookiesNeeded: "Your browser blocks cookies, which this page needs to remember who you are. Please allow them and try again.",
  noAccess: "You don't have access with this link",
  noAccessMore:
    "If you were invited, open the link in your invitation again. Lost it? We can email it to you. Hosting? Sign in to see your events.",
  emailLink: "Email me my link",
};

const de: typeof en = {
  title: "Einladung wiederfinden",
  heading: "Link verloren?",
  lead: "Gib die E-Mail-Adresse ein, an die deine Einladung ging. Wir schicken dir einen Code, der das Event hier öffnet.",
  email: "E-Mail",
  sendCode: "Schick mir einen Code",
  hosting: "Du bist Gastgeber oder hast das Event in deinem Konto?",
  signIn: "Anmelden",
  sent: "Sieh in deine E-Mails",
  sentTo: (email) => [`Wenn `, email, ` auf der Gästeliste steht, ist eine E-Mail mit einem Code unterwegs. Er gilt 15 Minuten.`],
  code: "Code",
  codeHint: (digits) => `Die ${digits} Ziffern aus der E-Mail.`,
  openEvent: "Event öffnen",
  again: "Noch einmal schicken",
  otherEmail: "Andere E-Mail-Adresse verwenden",
  patience: "Nichts angekommen? Das kann eine Minute dauern. Sieh auch im Spam-Ordner nach.",
  emailMissing: "Gib deine E-Mail-Adresse ein.",
  emailInvalid: "Das sieht nicht nach einer E-Mail-Adresse aus.",
  codeShort: (digits) => `Der Code hat ${digits} Ziffern.`,
  codeInvalid: "Dieser Code ist falsch oder abgelaufen.",
  cookiesNeeded:
    "Dein Browser blockiert Cookies. Ohne sie kann sich diese Seite nicht merken, wer du bist. Bitte erlaube sie und versuch es noch einmal.",
  noAccess: "Mit diesem Link hast du keinen Zugriff",
  noAccessMore:
    "Wenn du eingeladen bist, öffne noch einmal den Link in deiner Einladung. Verloren? Wir schicken ihn dir per E-Mail. Du bist Gastgeber? Melde dich an, um deine Events zu sehen.",
  emailLink: "Link per E-Mail schicken",
};

export type RecoveryWords = typeof en;

export function recoveryWords(locale: string): RecoveryWords {
  return locale === "de" ? de : en;
}
