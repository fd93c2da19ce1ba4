import { beforeEach, describe, expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import type { Locale } from "@turnout/contract/locale";
import type { EventSnapshot } from "@turnout/contract/snapshot";
import { asked, refuse, whenAsked } from "../../testing/fake-server.test-support.ts";
import { followedEvent } from "../../testing/followed-event.test-support.tsx";
import { mount } from "../../testing/mount.test-support.tsx";
import { details, going, me, snapshots } from "../../testing/snapshots.test-support.ts";
import { AnswerCard } from "./answer-card.tsx";

const ANSWER = `/api/events/${going.eventId}/rsvp`;
const button = (name: string | RegExp) => page.getByRole("button", { name, exact: typeof name === "string" });
const heading = (name: string | RegExp) => page.getByRole("heading", { name });
const mode = () => document.querySelector<HTMLElement>(".answer-card")?.dataset["mode"];
const sent = () => asked("PUT", ANSWER).map(({ body }) => body);
const spoken = page.getByRole("log");

async function showCard(as: EventSnapshot, locale: Locale = "en", onSayHello = vi.fn<() => void>()) {
  const event = followedEvent(as);
  await mount(event.show(<AnswerCard calendar={null} onSayHello={onSayHello} />), locale);
  return event;
}

/** The server takes the answer; the log tells of it when the test says so. */
const accept = () => whenAsked(`PUT ${ANSWER}`, { body: { seq: 201 } });

/** The form in the server's page, refused for want of seats. */
function serverForm(fields: string) {
  const refusal = { code: "event_full", facts: { seatsLeft: 2 }, words: "Only 2 seats are left." };
  const box = document.createElement("section");
  box.id = "server-form";
  box.dataset["refusal"] = JSON.stringify(refusal);
  box.innerHTML = `<form>${fields}</form>`;
  document.body.append(box);
}

beforeEach(() => history.replaceState(null, "", "/"));

test("an answer that does not fit its question is refused at its field, which is led to", async () => {
  const number = { kind: "number" as const, options: [], required: false, perPerson: false, asksMaybe: false };
  const questions = ["0000000a", "0000000b"].map((id) => ({ ...number, id, text: `How many ${id}?` }));
  await showCard({ ...snapshots["invited"]!, questions });
  whenAsked(`PUT ${ANSWER}`, refuse("question_answer_invalid", { question: "0000000b", person: 0 }));
  await button("Going").click();
  await page.getByRole("textbox", { name: /0000000b/ }).fill("two");
  await button("Yes, I'm going").click();
  await expect.element(page.getByRole("textbox", { name: /0000000b/ })).toHaveAttribute("aria-invalid", "true");
  await expect.element(page.getByRole("textbox", { name: /0000000b/ })).toHaveFocus();
});

describe("asking", () => {
  test("a guest is asked by name", async () => {
    await showCard(snapshots["invited"]!);
    await expect.element(heading(/Grace Almeida.*, will you be there\?/)).toBeVisible();
    await expect.element(page.getByRole("region", { name: "Your answer" })).toHaveAttribute("data-mode", "asking");
  });

  test("whoever came by the share link is asked without a name", async () => {
    await showCard(snapshots["visitor"]!);
    await expect.element(heading("Will you be there?")).toBeVisible();
  });

  test("a host is asked about themselves", async () => {
    await showCard({ ...snapshots["host"]!, tally: going.tally });
    await expect.element(heading(/yourself|going\?/)).toBeVisible();
  });

  test("the deadline is named while there is one", async () => {
    const event = await showCard(snapshots["invited"]!);
    await expect.element(page.getByText(/^Answer by/)).toBeVisible();
    event.becomes({ details: { ...details, answersCloseAt: null, answersClose: null } });
    await expect.element(page.getByText(/^Answer by/)).not.toBeInTheDocument();
  });

  test("the deadline is on the event's own clock, and says whose that is", async () => {
    const closes = { zone: "Asia/Tokyo", answersClose: "2030-06-10T23:30", answersCloseAt: "2030-06-10T14:30:00.000Z" };
    const event = await showCard({ ...snapshots["invited"]!, details: { ...details, ...closes } });
    await expect.element(page.getByText(/^Answer by.* Jun.*(11:30\sPM|23:30) \(Tokyo\)$/)).toBeVisible();
    event.becomes({ details: { ...details, ...closes, answersClose: "2030-06-11T00:30", answersCloseAt: "2030-06-10T15:30:00.000Z" } });
    await expect.element(page.getByText(/^Answer by.*11.*(12:30\sAM|00?:30) \(Tokyo\)$/)).toBeVisible();
  });

  test("how many seats are left is said once they are few", async () => {
    const event = await showCard({ ...snapshots["invited"]!, tally: { ...going.tally, going: 49 } });
    await expect.element(button("Going")).toBeVisible();
    event.becomes({ tally: { ...going.tally, going: 57 } });
    await expect.element(button(/^Going.*3 left/)).toBeVisible();
  });

  test("a full event offers its waitlist, and without one no seat", async () => {
    const event = await showCard(snapshots["full"]!);
    await expect.element(button("Full · Join the waitlist")).toBeEnabled();
    event.becomes({ details: { ...details, waitlist: false } });
    await expect.element(button("Full")).toBeDisabled();
    await expect.element(button("Maybe")).toBeEnabled();
  });

  test("after the deadline a guest can still say no, and nothing else", async () => {
    accept();
    await showCard(snapshots["closed"]!);
    await expect.element(button("Going")).toBeDisabled();
    await expect.element(button("Maybe")).toBeDisabled();
    await button("Can't make it").click();
    await expect.poll(sent).toMatchObject([{ answer: "declined", plusOnes: [] }]);
  });

  test("nobody is asked about a draft, a cancelled event, or one that is over", async () => {
    const event = await showCard({ ...snapshots["cancelled"]!, me: null, viewer: { class: "public", personId: null } });
    expect(mode()).toBeUndefined();
    event.becomes({ details });
    await expect.poll(mode).toBe("asking");
    event.becomes({ details: snapshots["over"]!.details });
    await expect.poll(mode).toBeUndefined();
    event.becomes({ details: { ...details, status: "draft" } });
    expect(mode()).toBeUndefined();
  });

  test("with nothing to bring and nothing to tell, one press is the answer", async () => {
    accept();
    await showCard({ ...snapshots["invited"]!, details: { ...details, plusOnesAllowed: 0 } });
    await button("Going").click();
    await expect.poll(sent).toMatchObject([{ answer: "going", plusOnes: [], note: "" }]);
    await expect.poll(mode).toBe("status");
  });
});

describe("the form", () => {
  test("opens with what was pressed, which keeps the focus", async () => {
    await showCard(snapshots["invited"]!);
    await button("Maybe").click();
    expect(mode()).toBe("form");
    await expect.element(button("Maybe")).toHaveAttribute("aria-pressed", "true");
    await expect.element(button("Going")).toHaveAttribute("aria-pressed", "false");
    await expect.element(button("Maybe")).toHaveFocus();
    await expect.element(button("Say maybe")).toBeVisible();
  });

  test("its button says what it will send, for each answer", async () => {
    await showCard(snapshots["invited"]!);
    await button("Going").click();
    await expect.element(button("Yes, I'm going")).toBeVisible();
    await button("Maybe").click();
    await expect.element(button("Say maybe")).toBeVisible();
    await button("Can't make it").click();
    await expect.element(button("I can't make it")).toBeVisible();
  });

  test("Escape and Back leave it, send nothing, and give the focus to the card", async () => {
    await showCard(snapshots["invited"]!);
    await button("Going").click();
    await userEvent.keyboard("{Escape}");
    await expect.poll(mode).toBe("asking");
    await expect.element(page.getByRole("region", { name: "Your answer" })).toHaveFocus();
    await button("Going").click();
    await button("Back").click();
    await expect.poll(mode).toBe("asking");
    expect(sent()).toEqual([]);
  });

  test("what was typed is still there when the form is opened again", async () => {
    await showCard(snapshots["visitor"]!);
    await button("Going").click();
    await page.getByLabelText("Your name").fill("Lin");
    await button("Back").click();
    await button("Maybe").click();
    await expect.element(page.getByLabelText("Your name")).toHaveValue("Lin");
  });

  test("a visitor without a name is told, led there, and nothing is sent", async () => {
    await showCard(snapshots["visitor"]!);
    await button("Going").click();
    await button("Yes, I'm going").click();
    const name = page.getByLabelText("Your name");
    await expect.element(name).toHaveFocus();
    await expect.element(name).toHaveAttribute("aria-invalid", "true");
    await expect.element(name).toHaveAccessibleDescription("Please tell the host your name.");
    await name.fill("   ");
    await userEvent.keyboard("{Enter}");
    expect(sent()).toEqual([]);
    await name.fill("Lin");
    await expect.element(name).not.toHaveAttribute("aria-invalid");
  });

  test("an address that is none is told, led there, and nothing is sent", async () => {
    await showCard(snapshots["visitor"]!);
    await button("Going").click();
    await page.getByLabelText("Your name").fill("Lin");
    const email = page.getByRole("textbox", { name: /^Email/ });
    await email.fill("lin at example");
    await button("Yes, I'm going").click();
    await expect.element(email).toHaveFocus();
    await expect.element(email).toHaveAccessibleDescription(/doesn't look like an email address/);
    expect(sent()).toEqual([]);
  });

  test("a visitor's answer carries the name and, if there is one, the address, without the spaces around them", async () => {
    accept();
    await showCard(snapshots["visitor"]!);
    await button("Going").click();
    await page.getByLabelText("Your name").fill("  Lin Ferreira ");
    await page.getByRole("textbox", { name: /^Email/ }).fill("lin@example.org");
    await userEvent.keyboard("{Enter}");
    await expect.poll(sent).toMatchObject([{ answer: "going", name: "Lin Ferreira", email: "lin@example.org" }]);
    expect(sent()[0]).toHaveProperty("commandId", expect.stringMatching(/^[0-9a-f-]{36}$/));
  });

  test("a guest may bring as many as a host has set for them", async () => {
    const { me: invited } = snapshots["invited"]!;
    const event = await showCard({
      ...snapshots["invited"]!,
      details: { ...details, plusOnesAllowed: 0 },
      me: { ...invited!, plusOnesAllowed: 2 },
    });
    await button("Going").click();
    await expect.element(page.getByText("Up to 2")).toBeVisible();
    event.becomes({ details, me: { ...invited!, plusOnesAllowed: 0 } });
    await expect.element(page.getByText("Who's coming with you?")).not.toBeInTheDocument();
  });

  test("companions are counted, named as far as they are known, and left out of a no", async () => {
    accept();
    await showCard(snapshots["invited"]!);
    await button("Going").click();
    const more = button("One more");
    await more.click();
    await more.click();
    await page.getByLabelText("Name of person 2").fill(" Vera ");
    await expect.element(page.getByLabelText("Name of person 3")).toHaveValue("");
    await more.click();
    await expect.element(more).toBeDisabled();
    await button("One fewer").click();
    await button("Can't make it").click();
    await expect.element(page.getByLabelText("Name of person 2")).not.toBeInTheDocument();
    await button("Going").click();
    await expect.element(page.getByLabelText("Name of person 2")).toHaveValue(" Vera ");
    await button("Yes, I'm going").click();
    await expect.poll(sent).toMatchObject([{ answer: "going", plusOnes: ["Vera", ""] }]);
  });

  test("a note for the host is asked for by a press, and sent", async () => {
    accept();
    await showCard(snapshots["invited"]!);
    await button("Maybe").click();
    await button("Add a note for the host").click();
    await page.getByRole("textbox", { name: /^Note for the host/ }).fill("Depends on the train.");
    await button("Say maybe").click();
    await expect.poll(sent).toMatchObject([{ answer: "maybe", note: "Depends on the train." }]);
  });

  test("too few seats for the party are said before it is sent, with what happens then", async () => {
    await showCard({ ...snapshots["invited"]!, tally: { ...going.tally, going: 59, waiting: 0 } });
    await button(/^Going/).click();
    await button("One more").click();
    await expect.element(page.getByText(/There aren't enough seats for 2 right now/)).toBeVisible();
    await expect.element(button("Join the waitlist")).toBeVisible();
  });

  test("an answer changed elsewhere meanwhile stops the sending until one of the two is chosen", async () => {
    accept();
    const event = await showCard(going);
    await button("Change").click();
    await button("Maybe").click();
    event.becomes({ me: { ...me, standing: "declined", plusOnes: [], partySize: 1 } });
    await expect.element(page.getByText("Your answer was changed in the meantime")).toBeVisible();
    await button(/^Say maybe|^Save/).click();
    await expect.element(button("Use that answer")).toHaveFocus();
    expect(sent()).toEqual([]);
    await button("Keep mine").click();
    await button("Say maybe").click();
    await expect.poll(sent).toMatchObject([{ answer: "maybe" }]);
  });

  test("an answer to a question that was changed elsewhere meanwhile stops the sending, too", async () => {
    const event = await showCard(going);
    await button("Change").click();
    event.becomes({ me: { ...me, questionAnswers: { "0000000a": ["Nuts"] } } });
    await expect.element(page.getByText("Your answer was changed in the meantime")).toBeVisible();
  });

  test("the other answer can be taken instead, and nothing is sent", async () => {
    const event = await showCard(going);
    await button("Change").click();
    event.becomes({ me: { ...me, standing: "declined", plusOnes: [], partySize: 1 } });
    await button("Use that answer").click();
    await expect.element(page.getByText("You can't make it")).toBeVisible();
    expect(sent()).toEqual([]);
  });

  test("a seat that comes to whoever waits does not disturb what they are writing", async () => {
    const event = await showCard(snapshots["waiting"]!);
    await button("Change").click();
    event.becomes({ me: { ...me, standing: "going" }, tally: { ...going.tally, going: 60 } });
    await expect.element(button("Save my answer")).toBeVisible();
    await expect.element(page.getByText("Your answer was changed in the meantime")).not.toBeInTheDocument();
  });

  test("a link in a mail opens it with its answer chosen, and sends nothing by itself", async () => {
    history.replaceState(null, "", "/?answer=declined");
    await showCard(snapshots["invited"]!);
    await expect.poll(mode).toBe("form");
    await expect.element(button("Can't make it")).toHaveAttribute("aria-pressed", "true");
    expect(sent()).toEqual([]);
  });
});

describe("the answer given", () => {
  test("is shown at once as on its way, and as given when the log says so", async () => {
    let answer: (body: { body: unknown }) => void = () => undefined;
    whenAsked(`PUT ${ANSWER}`, () => new Promise((resolve) => (answer = resolve)));
    const event = await showCard(snapshots["invited"]!);
    await button("Going").click();
    await button("Yes, I'm going").click();
    await expect.element(page.getByText("Sending…")).toBeVisible();
    await expect.element(page.getByText("You're going")).toBeVisible();
    answer({ body: { seq: 201 } });
    event.becomes({ me: { ...me, plusOnes: [], partySize: 1 } });
    await expect.element(page.getByText("See you there!")).toBeVisible();
    await expect.element(page.getByText("Sending…")).not.toBeInTheDocument();
  });

  test("can be changed while it is on its way: the form stays, with what was sent and what is typed", async () => {
    let answer: (body: { body: unknown }) => void = () => undefined;
    whenAsked(`PUT ${ANSWER}`, () => new Promise((resolve) => (answer = resolve)));
    const event = await showCard(snapshots["invited"]!);
    const note = page.getByRole("textbox", { name: /^Note for the host/ });
    await button("Going").click();
    await button("Add a note for the host").click();
    await note.fill("With a cake");
    await button("Yes, I'm going").click();
    await button("Change").click();
    await expect.element(note).toHaveValue("With a cake");
    await note.fill("With two cakes");
    answer({ body: { seq: 201 } });
    event.becomes({ me: { ...me, plusOnes: [], partySize: 1, note: "With a cake" } });
    await expect.element(button("Save my answer")).toBeVisible();
    await expect.element(note).toHaveValue("With two cakes");
    await expect.element(page.getByText("Your answer was changed in the meantime")).not.toBeInTheDocument();
  });

  test("that is refused does not close a form that was opened meanwhile", async () => {
    let answer: (body: { status: number; body: unknown }) => void = () => undefined;
    whenAsked(`PUT ${ANSWER}`, () => new Promise((resolve) => (answer = resolve)));
    await showCard(snapshots["invited"]!);
    await button("Going").click();
    await button("Yes, I'm going").click();
    await button("Change").click();
    await button("Maybe").click();
    answer(refuse("event_full", { seatsLeft: 0 }) as { status: number; body: unknown });
    await expect.element(page.getByRole("alert")).toBeVisible();
    await expect.element(button("Say maybe").first()).toBeVisible();
    expect(mode()).toBe("form");
  });

  test("that could not be sent is changed from what was sent", async () => {
    whenAsked(`PUT ${ANSWER}`, { status: 503, headers: { "retry-after": "60" } });
    await showCard(snapshots["visitor"]!);
    await button("Going").click();
    await page.getByLabelText("Your name").fill("Lin");
    await button("Yes, I'm going").click();
    await expect.element(page.getByText("Not sent yet")).toBeVisible();
    await button("Change").click();
    await expect.element(page.getByLabelText("Your name")).toHaveValue("Lin");
  });

  test("says in one line where the reader stands, and with whom", async () => {
    const event = await showCard({ ...going, me: { ...me, plusOnes: ["Vera", "", ""], partySize: 4 } });
    await expect.element(page.getByText("You're going")).toBeVisible();
    await expect.element(page.getByText(/^with .*Vera.* and .*2 more/)).toBeVisible();
    event.becomes({ me: { ...me, standing: "maybe", plusOnes: [], partySize: 1 } });
    await expect.element(page.getByText("You said maybe")).toBeVisible();
    event.becomes({ me: { ...me, standing: "declined", plusOnes: [], partySize: 1 } });
    await expect.element(page.getByText("You can't make it")).toBeVisible();
    await expect.element(page.getByText("Thanks for letting us know.")).toBeVisible();
  });

  test("cannot be changed once the event is over, and is told in the past", async () => {
    await showCard(snapshots["over"]!);
    await expect.element(page.getByText("You were going")).toBeVisible();
    await expect.element(button("Change")).not.toBeInTheDocument();
    await expect.element(page.getByText("See you there!")).not.toBeInTheDocument();
  });

  test("after the deadline a yes can be taken back, and a no stands", async () => {
    const event = await showCard({ ...going, details: snapshots["closed"]!.details });
    await button("Change").click();
    await expect.element(button("I can't make it")).toBeVisible();
    await expect.element(button("Going")).toBeDisabled();
    await button("Back").click();
    event.becomes({ me: { ...me, standing: "declined", plusOnes: [], partySize: 1 } });
    await expect.element(page.getByText("You can't make it")).toBeVisible();
    await expect.element(button("Change")).not.toBeInTheDocument();
  });

  test("a place on the waitlist is named, and read out when it moves", async () => {
    const event = await showCard({ ...snapshots["waiting"]!, me: { ...snapshots["waiting"]!.me!, partySize: 2 } });
    await expect.element(page.getByText(/You're #3 on the waitlist/)).toBeVisible();
    await expect.element(page.getByText(/2 people · we'll move you up automatically/)).toBeVisible();
    event.becomes({ me: { ...snapshots["waiting"]!.me!, place: 2 } });
    await expect.element(spoken).toMatchTextContent("1 group is ahead of you");
    event.becomes({ me: { ...snapshots["waiting"]!.me!, place: 1 } });
    await expect.element(spoken).toMatchTextContent("You're next on the waitlist.");
  });

  test("a seat that opens up is told, read out, and leads on; the way on can be put away", async () => {
    const onSayHello = vi.fn<() => void>();
    const event = await showCard(snapshots["waiting"]!, "en", onSayHello);
    await expect.element(page.getByText(/You're #3/)).toBeVisible();
    event.becomes({ me });
    await expect.element(page.getByText("You're in!", { exact: true })).toBeVisible();
    await expect.element(spoken).toMatchTextContent("You're in! A seat just opened up, and it's yours.");
    const next = page.getByRole("group", { name: "What's next" });
    await next.getByRole("button", { name: "Say hello" }).click();
    expect(onSayHello).toHaveBeenCalledOnce();
    await next.getByRole("button", { name: "Close" }).click();
    await expect.element(next).not.toBeInTheDocument();
    await expect.element(page.getByText("You're going")).toBeVisible();
  });

  test("a visitor's is shown as accepted until the page knows them", async () => {
    accept();
    await showCard(snapshots["visitor"]!);
    await button("Maybe").click();
    await page.getByLabelText("Your name").fill("Lin");
    await button("Say maybe").click();
    await expect.element(page.getByText("You said maybe")).toBeVisible();
    await expect.poll(mode).toBe("status");
  });

  test.each([
    ["en", "A host has taken you off the guest list. Ask them to invite you again."],
    ["de", "Die Gastgeber haben dich von der Gästeliste genommen. Bitte sie, dich wieder einzuladen."],
  ] as const)("is gone once hosts have taken them off the list, and they read that instead of being asked: %s", async (locale, words) => {
    const event = await showCard(going, locale);
    await expect.poll(mode).toBe("status");
    event.becomes({ me: null, viewer: { class: "public", personId: null, wasRemoved: true } });
    await expect.element(page.getByRole("status").getByText(words)).toBeVisible();
    await expect.element(heading(/Will you be there|Bist du dabei/)).not.toBeInTheDocument();
    expect(page.getByRole("button").elements()).toEqual([]);
  });

  test("a visitor's is gone once they are removed: they are asked anew", async () => {
    accept();
    const event = await showCard(snapshots["visitor"]!);
    await button("Going").click();
    await page.getByLabelText("Your name").fill("Lin");
    await button("Yes, I'm going").click();
    await expect.element(page.getByText("You're going")).toBeVisible();
    event.becomes({ me, viewer: { class: "guest", personId: me.guestId } });
    await expect.element(page.getByText("You're going")).toBeVisible();
    event.becomes({ me: null, viewer: snapshots["visitor"]!.viewer });
    await expect.element(heading("Will you be there?")).toBeVisible();
  });
});

describe("a refusal", () => {
  test("for want of seats says how many are left, and offers to come as so many", async () => {
    const replies = [refuse("event_full", { seatsLeft: 2 }), { body: { seq: 201 } }];
    whenAsked(`PUT ${ANSWER}`, () => replies.shift()!);
    await showCard({ ...going, me: { ...me, standing: "none", plusOnes: ["Vera", "Max"], partySize: 3 } });
    await button("Going").click();
    await button("Yes, I'm going").click();
    await expect.element(page.getByRole("alert")).toMatchTextContent("Only 2 seats are left.");
    await button("Come as 2").click();
    await expect.poll(sent).toMatchObject([{ plusOnes: ["Vera", "Max"] }, { answer: "going", plusOnes: ["Vera"] }]);
    await expect.element(page.getByRole("alert")).not.toBeInTheDocument();
  });

  test("that the server's form got before scripts offers the same, and sends of a guest what a guest can say", async () => {
    accept();
    serverForm(
      '<input type="radio" name="answer" value="going" checked><input name="party" value="2"><input name="companion1" value=" Lin ">',
    );
    await showCard(snapshots["invited"]!);
    await button("Come as 2").click();
    await expect.poll(() => sent()).toEqual([{ answer: "going", plusOnes: ["Lin"], note: "", commandId: expect.any(String) }]);
  });

  test("that the server's form got before scripts, with no answer chosen any more, has words and nothing to press", async () => {
    serverForm('<input type="radio" name="answer" value="going">');
    await showCard(snapshots["invited"]!);
    await expect.element(page.getByRole("alert").getByText("Only 2 seats are left.")).toBeVisible();
    await expect.element(button(/^Come as/)).not.toBeInTheDocument();
    expect(mode()).toBe("asking");
  });

  test("speaks of an earlier answer only to somebody who has given one", async () => {
    whenAsked(`PUT ${ANSWER}`, refuse("event_full", { seatsLeft: 0 }));
    const event = await showCard({ ...snapshots["invited"]!, details: { ...details, plusOnesAllowed: 0 } });
    await button("Going").click();
    await expect.element(page.getByText("The last seat just went.", { exact: true })).toBeVisible();
    event.becomes({ me: { ...me, standing: "maybe" } });
    await expect.element(page.getByText("The last seat just went. Your earlier answer still stands.")).toBeVisible();
  });

  test("for the very last seat offers a maybe", async () => {
    const replies = [refuse("event_full", { seatsLeft: 0 }), { body: { seq: 201 } }];
    whenAsked(`PUT ${ANSWER}`, () => replies.shift()!);
    await showCard({ ...snapshots["invited"]!, details: { ...details, plusOnesAllowed: 0 } });
    await button("Going").click();
    await expect.element(page.getByText(/The last seat just went/)).toBeVisible();
    await button("Say maybe").click();
    await expect.poll(sent).toMatchObject([{ answer: "going" }, { answer: "maybe" }]);
  });

  test("that another word can mend opens the form again, with all that was typed", async () => {
    whenAsked(`PUT ${ANSWER}`, refuse("email_on_list"));
    await showCard(snapshots["visitor"]!);
    await button("Going").click();
    await page.getByLabelText("Your name").fill("Lin");
    await page.getByRole("textbox", { name: /^Email/ }).fill("lin@example.org");
    await button("Yes, I'm going").click();
    await expect.element(page.getByText(/already on the guest list/)).toBeVisible();
    await expect.element(page.getByLabelText("Your name")).toHaveValue("Lin");
    await expect.element(page.getByRole("link", { name: "Get my link" })).toHaveAttribute("href", `/e/${going.eventId}/recover`);
  });

  test("that nothing typed can mend leaves the answer as it was", async () => {
    whenAsked(`PUT ${ANSWER}`, refuse("answers_closed"));
    await showCard(going);
    await button("Change").click();
    await button("Maybe").click();
    await button("Say maybe").click();
    await expect.element(page.getByText(/The deadline to answer has passed/)).toBeVisible();
    await expect.element(page.getByText("You're going")).toBeVisible();
    await expect.element(button("Try again")).not.toBeInTheDocument();
  });

  test("is gone with the next try, and with leaving the form", async () => {
    whenAsked(`PUT ${ANSWER}`, refuse("name_required"));
    await showCard(snapshots["visitor"]!);
    await button("Going").click();
    await page.getByLabelText("Your name").fill("Lin");
    await button("Yes, I'm going").click();
    await expect.element(page.getByText("Please tell the host your name.").first()).toBeVisible();
    await button("Back").click();
    await expect.poll(mode).toBe("asking");
    await expect.element(page.getByText("Please tell the host your name.")).not.toBeInTheDocument();
  });

  test("of a server that cannot be asked is none: the answer is kept as unsent, and sent again as the same", async () => {
    const replies = [{ status: 503, headers: { "retry-after": "60" } }, { body: { seq: 201 } }];
    whenAsked(`PUT ${ANSWER}`, () => replies.shift() ?? { body: { seq: 201 } });
    await showCard({ ...snapshots["invited"]!, details: { ...details, plusOnesAllowed: 0 } });
    await button("Going").click();
    await expect.element(page.getByText("Not sent yet")).toBeVisible();
    await button("Try again").click();
    await expect.poll(() => sent().length).toBe(2);
    expect(sent()[1]).toEqual(sent()[0]);
    await expect.element(page.getByText("Not sent yet")).not.toBeInTheDocument();
  });
});

describe("in German", () => {
  test("asks, opens and refuses in German words", async () => {
    whenAsked(`PUT ${ANSWER}`, refuse("event_full", { seatsLeft: 1 }));
    await showCard(snapshots["visitor"]!, "de");
    expect(document.documentElement.lang).toBe("de");
    await expect.element(heading(/dabei\?$/)).toBeVisible();
    await button(/^(Ich bin dabei|Dabei|Zusage|Ja)/).click();
    await page.getByRole("textbox", { name: /Name/ }).fill("Lin");
    await userEvent.keyboard("{Enter}");
    await expect.element(page.getByText(/nur noch ein(en)? Platz/i)).toBeVisible();
    expect(document.querySelector(".answer-card")!.textContent).not.toMatch(/\b(seat|going|Back)\b/);
  });
});

describe("on a phone", () => {
  test("the question stays under the thumb, and the page leaves as much room as it covers", async () => {
    await page.viewport(390, 844);
    await showCard(snapshots["invited"]!);
    await expect.element(button("Going")).toBeInViewport();
    const card = document.querySelector<HTMLElement>(".answer-card")!;
    expect(card.getBoundingClientRect().bottom).toBe(innerHeight);
    const room = () => getComputedStyle(document.documentElement).getPropertyValue("--answer-height");
    await expect.poll(room).toBe(`${card.offsetHeight}px`);
    const before = room();
    await button("Maybe").click();
    await expect.poll(room).not.toBe(before);
    await expect.element(button("Say maybe")).toBeInViewport();
    await page.viewport(1280, 900);
  });
});
