import { expect, test } from "vitest";
import { parseGuests } from "../guest-rows.ts";

/** `name <email> +plusOnes` of those who are ready; `(no)` behind those who said no. */
function shown(text: string): string[] {
  return parseGuests(text).rows.map(({ name, email, plusOnes, problems }) => {
    const no = problems.some(({ code }) => code === "not_coming");
    return [name, email && `<${email}>`, plusOnes !== null && `+${plusOnes}`, no && "(no)"].filter(Boolean).join(" ");
  });
}

test.each<[string, string, string, string]>([
  ["French", "Prénom;Nom;Adresse de messagerie;Accompagnants;Réponse", "1;Présent", "0;Ne vient pas"],
  ["Spanish", "Nombre;Apellidos;Correo electrónico;Acompañantes;Estado", "1;Confirmado", "0;No asiste"],
  ["Italian", "Nome;Cognome;Indirizzo e-mail;Accompagnatori;Stato", "1;Confermato", "0;Non partecipa"],
  ["Portuguese", "Nome;Sobrenome;E-mail;Acompanhantes;Situação", "1;Confirmado", "0;Cancelado"],
  ["Dutch", "Voornaam;Achternaam;E-mailadres;Aantal personen;Status", "2;Aangemeld", "1;Afgemeld"],
  ["Polish", "Imię;Nazwisko;Adres e-mail;Liczba osób;Odpowiedź", "2;Potwierdzony", "1;Odmówiono"],
  ["Swedish", "Förnamn;Efternamn;E-post;Antal;Svar", "2;Ja", "1;Nej"],
  ["Danish", "Fornavn;Efternavn;E-mail;Antal gæster;Svar", "2;Kommer", "1;Kommer ikke"],
  ["Czech", "Jméno;Příjmení;E-mail;Počet osob;Stav", "2;Přijde", "1;Odmítnuto"],
  ["Hungarian", "Keresztnév;Vezetéknév;E-mail cím;Létszám;Válasz", "2;Jön", "1;Lemondta"],
  ["Turkish", "Ad;Soyad;E-posta;Kişi sayısı;Durum", "2;Onaylandı", "1;İptal"],
  ["Russian", "Имя;Фамилия;Электронная почта;Количество гостей;Ответ", "2;Да", "1;Отказано"],
])("headings and answers in %s", (_, headings, comes, refuses) => {
  const text = `${headings}\nAda;Lovelace;ada@example.org;${comes}\nGrace;Hopper;grace@example.org;${refuses}`;
  expect(shown(text)).toEqual(["Ada Lovelace <ada@example.org> +1", "Grace Hopper <grace@example.org> +0 (no)"]);
});

test.each([
  ["Chinese", "姓名,邮箱"],
  ["Chinese of Taiwan", "姓名,電子郵件"],
  ["Korean", "이름,이메일"],
  ["Greek", "Ονοματεπώνυμο,Ηλεκτρονική διεύθυνση"],
  ["Lithuanian", "Vardas,El. paštas"],
  ["Latvian", "Vārds,E-pasts"],
  ["Romanian", "Nume complet,Adresă de email"],
  ["Slovak", "Meno a priezvisko,Emailová adresa"],
  ["Croatian", "Ime i prezime,E-pošta"],
  ["Ukrainian", "Ім'я,Електронна пошта"],
  ["Bulgarian", "Име,Имейл"],
  ["Vietnamese", "Họ và tên,Thư điện tử"],
  ["Arabic", "الاسم,البريد الإلكتروني"],
  ["Hebrew", "שם,דוא״ל"],
])("headings in %s", (_, headings) => {
  expect(shown(`${headings}\nAda Lovelace,ada@example.org\nGrace Hopper,grace@example.org`)).toEqual([
    "Ada Lovelace <ada@example.org>",
    "Grace Hopper <grace@example.org>",
  ]);
});

test.each(["ชื่อ,อีเมล", "नाम;ईमेल", "სახელი\tფოსტა", "Zenbat,Helbide"])(
  "headings in an unknown language are one row that stops: %s",
  (headings) => {
    const delimiter = /[,;\t]/.exec(headings)![0];
    const { rows, summary } = parseGuests(`${headings}\nAda${delimiter}ada@example.org\nGrace${delimiter}grace@example.org`);
    expect(rows.map(({ problems }) => problems.map(({ code }) => code))).toEqual([["email_invalid"], [], []]);
    expect(summary.ready).toBe(2);
  },
);

test.each(["Meno", "Ime", "Nama", "Vards"])("what may be a name heads nothing alone: %s", (name) => {
  expect(shown(`${name}\nAda Lovelace`)).toEqual([name, "Ada Lovelace"]);
});

test("a first line of people without addresses is no heading", () => {
  expect(shown("Oma, Opa\nAda, ada@example.org\nGrace, grace@example.org").slice(0, 2)).toEqual(["Oma", "Opa"]);
});

test("headings in Japanese", () => {
  expect(shown("氏名,メールアドレス,人数\n山田太郎,taro@example.org,2")).toEqual(["山田太郎 <taro@example.org> +1"]);
});

test.each([
  "Annulé",
  "Refusé",
  "Désinscrit",
  "Rechazado",
  "Rimborsato",
  "Geannuleerd",
  "Anulowano",
  "Avböjt",
  "Will not attend",
  "Regretfully declines",
  "Unable to attend",
  "Wird nicht kommen",
  "Kann leider nicht",
  "Sagt ab",
  "Denied",
])("an answer that says no: %s", (answer) => {
  expect(shown(`Name;Status\nAda Lovelace;Confirmed\nGrace Hopper;${answer}`)).toEqual(["Ada Lovelace", "Grace Hopper (no)"]);
});

test.each([
  "Confirmed",
  "Maybe",
  "Nominated",
  "Non-smoker",
  "Unanswered",
  "Wird kommen",
  "Not opened",
  "Nee-Chan",
  "Can attend",
  "Absentee vote",
])("an answer that does not: %s", (answer) => {
  expect(shown(`Name;Status\nAda Lovelace;${answer}`)).toEqual(["Ada Lovelace"]);
});

test("a whole name beside a last name that is in it stays whole", () => {
  expect(shown("Nombre;Apellidos;Correo\nAda Lovelace;Lovelace;ada@example.org")).toEqual(["Ada Lovelace <ada@example.org>"]);
});
